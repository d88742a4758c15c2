"use client";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { Notice } from "@/app/_components/notice";
import { signIn } from "../../sign-in";

/** One button, so that a link preview signs nobody in. */
export function LinkButton({ token }: { token: string }) {
  const [problem, setProblem] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  return (
    <>
      {problem && <Notice tone="bad">{problem} Start the demo again for new ones.</Notice>}
      <Button
        variant="primary"
        disabled={isBusy}
        onClick={async () => {
          setIsBusy(true);
          const result = await signIn("link", { token });
          if (result.ok) return location.assign("/");
          setProblem(result.message);
          setIsBusy(false);
        }}
      >
        Sign in
      </Button>
    </>
  );
}
