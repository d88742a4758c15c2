"use client";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Button } from "@/app/_components/button";
import { TextField } from "@/app/_components/field";
import { Notice } from "@/app/_components/notice";
import { trpc as client } from "@/app/_trpc/calls";
import { useTRPC } from "@/app/_trpc/client";
import type { Outputs } from "@/app/_trpc/types";
import { signIn } from "@/app/sign-in/sign-in";

type Invite = Outputs["account"]["invite"];

const ROLES: Record<Invite["role"], string> = {
  owner: "owner: you can do everything, people included",
  manager: "manager: you import data, make queues and snapshots",
  adjudicator: "adjudicator: you settle what people disagree on",
  annotator: "annotator: you label items",
  viewer: "viewer: you can see the project",
};

/** What the invitation offers; joining with a new account, or with the one that has this address. */
export function InviteForm({ token }: { token: string }) {
  const trpc = useTRPC();
  const accept = useMutation(trpc.account.acceptInvite.mutationOptions());
  const [invite, setInvite] = useState<Invite | null>(null);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState("");
  useEffect(() => {
    client.account.invite
      .mutate({ token })
      .then(setInvite, (error: unknown) => setProblem(error instanceof Error ? error.message : "This did not work."));
  }, [token]);
  if (!invite)
    return problem ? (
      <Notice tone="bad">{problem}</Notice>
    ) : (
      <div role="status" aria-label="Loading" className="h-24 rounded-md bg-sunken" />
    );
  return (
    <form
      method="post"
      className="flex flex-col gap-4"
      onSubmit={async (event) => {
        event.preventDefault();
        setProblem("");
        try {
          const { email } = await accept.mutateAsync({ token, name: invite.known ? null : name, password });
          const result = await signIn("password", { email, password });
          location.assign(result.ok ? "/" : "/sign-in");
        } catch (error) {
          setProblem(error instanceof Error ? error.message : "This did not work.");
        }
      }}
    >
      <p>
        to <b className="font-semibold">{invite.projectName}</b> as {ROLES[invite.role]}.
      </p>
      <TextField label="E-mail address" type="email" autoComplete="username" value={invite.email} readOnly />
      {!invite.known && (
        <TextField
          label="Your name"
          autoComplete="name"
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      )}
      <TextField
        label={invite.known ? "Your password" : "Choose a password"}
        type="password"
        autoComplete={invite.known ? "current-password" : "new-password"}
        required
        hint={invite.known ? "You have an account here already." : "At least 8 characters."}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {problem && <Notice tone="bad">{problem}</Notice>}
      <Button type="submit" variant="primary" disabled={accept.isPending}>
        Join
      </Button>
    </form>
  );
}
