"use client";
import { useState } from "react";
import { Button } from "../_components/button";
import { TextField } from "../_components/field";
import { Notice } from "../_components/notice";
import { signIn } from "./sign-in";

export function SignInForm({ goTo }: { goTo: string }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  return (
    <form
      method="post"
      className="flex flex-col gap-4"
      onSubmit={async (event) => {
        event.preventDefault();
        setIsBusy(true);
        setProblem("");
        const result = await signIn("password", { email, password });
        if (result.ok) return location.assign(goTo);
        setProblem(result.message);
        setIsBusy(false);
      }}
    >
      <TextField
        label="E-mail address"
        type="email"
        name="email"
        autoComplete="username"
        required
        maxLength={254}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label="Password"
        type="password"
        name="password"
        autoComplete="current-password"
        required
        maxLength={512}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" variant="primary" disabled={isBusy}>
        {isBusy ? "Signing in…" : "Sign in"}
      </Button>
      <p className="text-xs text-text-2">No account? An owner of your project can give you an invitation link.</p>
    </form>
  );
}
