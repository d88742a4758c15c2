"use client";
import { useMutation } from "@tanstack/react-query";
import { useState, useSyncExternalStore } from "react";
import { Button } from "../_components/button";
import { TextField } from "../_components/field";
import { Notice } from "../_components/notice";
import { useTRPC } from "../_trpc/client";
import { signIn } from "../sign-in/sign-in";

const subscribe = (notify: () => void) => {
  window.addEventListener("hashchange", notify);
  return () => window.removeEventListener("hashchange", notify);
};
const readToken = () => location.hash.slice(1);

/** The first account; the token stays in the address's hash, which browsers do not send. */
export function SetupForm() {
  const trpc = useTRPC();
  const setUp = useMutation(trpc.account.setUp.mutationOptions());
  const token = useSyncExternalStore(subscribe, readToken, () => null);
  const [fields, setFields] = useState({ name: "", email: "", password: "" });
  const [problem, setProblem] = useState("");
  const set = (name: keyof typeof fields) => (event: { target: { value: string } }) =>
    setFields({ ...fields, [name]: event.target.value });
  if (token === "")
    return (
      <Notice tone="warn" title="The link is not complete">
        Open the whole set-up link that Concord printed when it started. It ends in # and a long word.
      </Notice>
    );
  return (
    <form
      method="post"
      className="flex flex-col gap-4"
      onSubmit={async (event) => {
        event.preventDefault();
        setProblem("");
        try {
          const { email } = await setUp.mutateAsync({ ...fields, token: token ?? "" });
          const result = await signIn("password", { email, password: fields.password });
          location.assign(result.ok ? "/" : "/sign-in");
        } catch (error) {
          setProblem(error instanceof Error ? error.message : "This did not work.");
        }
      }}
    >
      <TextField
        label="Your name"
        name="name"
        autoComplete="name"
        required
        value={fields.name}
        onChange={set("name")}
      />
      <TextField
        label="E-mail address"
        type="email"
        name="email"
        autoComplete="username"
        required
        hint="It is your sign-in name. Concord sends no mail."
        value={fields.email}
        onChange={set("email")}
      />
      <TextField
        label="Password"
        type="password"
        name="password"
        autoComplete="new-password"
        minLength={8}
        required
        hint="At least 8 characters."
        value={fields.password}
        onChange={set("password")}
      />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" variant="primary" disabled={setUp.isPending || token === null}>
        Make the account
      </Button>
    </form>
  );
}
