"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { DataTable } from "@/app/_components/data-table";
import { SelectField, TextField } from "@/app/_components/field";
import { Notice } from "@/app/_components/notice";
import { When } from "@/app/_components/when";
import { useTRPC } from "@/app/_trpc/client";
import type { Outputs } from "@/app/_trpc/types";

type People = Outputs["project"]["members"];
type Role = People["members"][number]["role"];

const ROLES: readonly (readonly [Role, string])[] = [
  ["annotator", "annotator: labels"],
  ["adjudicator", "adjudicator: settles conflicts, too"],
  ["manager", "manager: data, models, queues, snapshots, too"],
  ["owner", "owner: people, too"],
  ["viewer", "viewer: sees the pages"],
];

/** Members with their roles, invitations that wait, and a new one whose link is shown once. */
export function People({
  projectId,
  ownId,
  isOwner,
  members,
  invites,
}: People & { projectId: number; ownId: number; isOwner: boolean }) {
  const trpc = useTRPC();
  const router = useRouter();
  const again = { onSuccess: () => router.refresh() };
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("annotator");
  const [removing, setRemoving] = useState<number | null>(null);
  const changeRole = useMutation(trpc.project.changeRole.mutationOptions(again));
  const remove = useMutation(trpc.project.removeMember.mutationOptions(again));
  const revoke = useMutation(trpc.project.revokeInvite.mutationOptions(again));
  const invite = useMutation(trpc.project.invite.mutationOptions(again));
  const error = changeRole.error ?? remove.error ?? revoke.error ?? invite.error;
  return (
    <div className="flex flex-col gap-4">
      <DataTable
        caption="Members"
        rows={members}
        rowKey={(member) => member.userId}
        columns={[
          {
            id: "name",
            header: "Member",
            isHead: true,
            cell: (member) => (
              <>
                {member.name} <span className="block text-xs font-normal text-text-2">{member.email}</span>
              </>
            ),
          },
          {
            id: "role",
            header: "Role",
            cell: (member) =>
              isOwner && member.userId !== ownId ? (
                <select
                  aria-label={`Role of ${member.name}`}
                  className="input !w-auto"
                  value={member.role}
                  disabled={changeRole.isPending}
                  onChange={(event) => {
                    const chosen = ROLES.find(([one]) => one === event.target.value);
                    if (chosen) changeRole.mutate({ projectId, userId: member.userId, role: chosen[0] });
                  }}
                >
                  {ROLES.map(([one]) => (
                    <option key={one} value={one}>
                      {one}
                    </option>
                  ))}
                </select>
              ) : (
                member.role
              ),
          },
          {
            id: "remove",
            header: <span className="sr-only">Remove</span>,
            isNumber: true,
            cell: (member) =>
              isOwner &&
              member.userId !== ownId &&
              (removing === member.userId ? (
                <Button
                  variant="danger"
                  isSmall
                  disabled={remove.isPending}
                  onClick={() => remove.mutate({ projectId, userId: member.userId })}
                >
                  Really remove
                </Button>
              ) : (
                <Button variant="ghost" isSmall onClick={() => setRemoving(member.userId)}>
                  Remove
                </Button>
              )),
          },
        ]}
      />
      {error && <Notice tone="bad">{error.message}</Notice>}
      {isOwner && invites.length > 0 && (
        <DataTable
          caption="Invitations that wait"
          rows={invites}
          rowKey={(one) => one.id}
          columns={[
            { id: "email", header: "Invited", isHead: true, className: "!font-normal", cell: (one) => one.email },
            { id: "role", header: "Role", cell: (one) => one.role },
            { id: "until", header: "Until", className: "text-text-2", cell: (one) => <When at={one.expiresAt} /> },
            {
              id: "revoke",
              header: <span className="sr-only">Withdraw</span>,
              isNumber: true,
              cell: (one) => (
                <Button
                  variant="ghost"
                  isSmall
                  disabled={revoke.isPending}
                  onClick={() => revoke.mutate({ projectId, inviteId: one.id })}
                >
                  Withdraw
                </Button>
              ),
            },
          ]}
        />
      )}
      {isOwner && (
        <form
          className="grid items-end gap-3 sm:grid-cols-[1fr_1fr_auto]"
          onSubmit={(event) => {
            event.preventDefault();
            invite.mutate({ projectId, email, role });
          }}
        >
          <TextField
            label="Invite by e-mail address"
            type="email"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <SelectField label="Role" value={role} options={ROLES} onChoose={setRole} />
          <Button type="submit" disabled={invite.isPending}>
            Invite
          </Button>
        </form>
      )}
      {invite.data && <InviteLink path={invite.data.path} expiresAt={invite.data.expiresAt} />}
    </div>
  );
}

/** Shown once: Concord sends no mail. */
function InviteLink({ path, expiresAt }: { path: string; expiresAt: number }) {
  const [isCopied, setIsCopied] = useState(false);
  const link = `${location.origin}${path}`;
  return (
    <Notice tone="good" title="Send this link; it is shown only now">
      <p className="my-1 font-mono text-xs break-all" data-testid="invite-link">
        {link}
      </p>
      <p className="flex flex-wrap items-center gap-3 text-text-2">
        It works once, until <When at={expiresAt} />.
        <Button
          isSmall
          onClick={() =>
            void navigator.clipboard.writeText(link).then(
              () => setIsCopied(true),
              () => setIsCopied(false),
            )
          }
        >
          {isCopied ? "Copied" : "Copy"}
        </Button>
      </p>
    </Notice>
  );
}
