"use client";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { TextField } from "@/app/_components/field";
import { signIn } from "@/app/sign-in/sign-in";

interface SignInAgainProps {
  viewer: { name: string; email: string };
  /** Somebody else is signed in in this browser. */
  isOther: boolean;
  onSignedIn(): void;
}

/** Signs the same person in again beside the work; it takes no focus, so that label keys stay label keys. */
export function SignInAgain({ viewer, isOther, onSignedIn }: SignInAgainProps) {
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  return (
    <section
      aria-labelledby="sign-in-again"
      className="card fixed right-4 bottom-4 z-30 flex w-[min(20rem,calc(100vw-32px))] flex-col gap-3 p-4 shadow-pop"
    >
      <div role="status">
        <h2 id="sign-in-again">Sign in again</h2>
        <p className="text-text-2">
          {isOther ? "Somebody else is signed in." : "Your session has ended."} Your answers wait on this device for{" "}
          {viewer.name} and go out after signing in.
        </p>
      </div>
      <form
        method="post"
        className="flex flex-col gap-3"
        onSubmit={async (event) => {
          event.preventDefault();
          setIsBusy(true);
          setProblem("");
          const result = await signIn("password", { email: viewer.email, password });
          setIsBusy(false);
          if (!result.ok) return setProblem(result.message);
          setPassword("");
          onSignedIn();
        }}
      >
        <TextField
          label="E-mail address"
          type="email"
          name="email"
          autoComplete="username"
          readOnly
          value={viewer.email}
        />
        <TextField
          label="Password"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          maxLength={512}
          value={password}
          error={problem || null}
          onChange={(event) => setPassword(event.target.value)}
        />
        <div className="flex items-center justify-between gap-3">
          <Button type="submit" variant="primary" disabled={isBusy}>
            {isBusy ? "Signing in…" : "Sign in"}
          </Button>
          <a className="link text-xs" href="/sign-in" target="_blank" rel="noreferrer">
            Another way
          </a>
        </div>
      </form>
    </section>
  );
}
