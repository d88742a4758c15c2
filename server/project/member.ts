import { z } from "zod";
import {
  addMember,
  consumeInvite,
  countOwners,
  deleteInvite,
  deleteMember,
  insertInvite,
  openInvite,
  projectMembers,
  setRole,
} from "@/db/queries/projects";
import { insertUser, userByEmail } from "@/db/queries/users";
import type { Store } from "@/db/store";
import { writeAudit } from "../audit";
import { Email, hashPassword, NewPassword, PersonName, passwordFits } from "../auth/password";
import { hashSecret, newSecret } from "../auth/secret";
import { conflict, invalid, notFound, OperationError } from "../errors";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";

const INVITE_MS = 14 * 86_400_000;
const RoleInput = z.enum(["owner", "manager", "adjudicator", "annotator", "viewer"]);

export const InviteMemberInput = z.strictObject({ projectId: Id, email: Email, role: RoleInput });

/** Makes an invitation; its token is shown once, to the owner, and sent by nobody. */
export async function inviteMember({ store, actor, now }: OperationContext, input: z.output<typeof InviteMemberInput>) {
  const { projectId, email, role } = input;
  const token = newSecret();
  await store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "member.manage" });
    const people = await projectMembers(tx, { projectId });
    if (people.some((person) => person.email === email)) throw conflict(`${email} is a member already.`);
    const values = { projectId, email, role, tokenHash: hashSecret(token), createdBy: actor.userId };
    await insertInvite(tx, { ...values, createdAt: now, expiresAt: now + INVITE_MS });
    await writeAudit(tx, { actor, now }, { projectId, action: "member.invite", subject: email, data: { role } });
  });
  return { path: `/invite/${token}`, expiresAt: now + INVITE_MS };
}

export const RevokeInviteInput = z.strictObject({ projectId: Id, inviteId: Id });

export async function revokeInvite({ store, actor, now }: OperationContext, input: z.infer<typeof RevokeInviteInput>) {
  await store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId: input.projectId, operation: "member.manage" });
    await deleteInvite(tx, input);
    await writeAudit(
      tx,
      { actor, now },
      { projectId: input.projectId, action: "member.revoke-invite", subject: String(input.inviteId) },
    );
  });
}

const gone = () => new OperationError("gone", "This invitation was used, withdrawn or is too old. Ask for a new one.");

/** What an invitation offers, for whoever holds its token. */
export async function readInvite(store: Store, { token, now }: { token: string; now: number }) {
  const invite = await openInvite(store.read, { tokenHash: hashSecret(token), now });
  if (!invite) throw gone();
  const known = (await userByEmail(store.read, invite.email)) !== undefined;
  return { email: invite.email, role: invite.role, projectName: invite.projectName, known };
}

export const AcceptInviteInput = z.strictObject({
  token: z.string().min(1).max(100),
  name: z.string().max(200).nullable(),
  password: z.string().max(512),
});

/** Joins a project: a new account, or the existing one of that address after its password; the token works once. */
export async function acceptInvite(
  store: Store,
  { token, name, password, now }: z.infer<typeof AcceptInviteInput> & { now: number },
) {
  const first = await openInvite(store.read, { tokenHash: hashSecret(token), now });
  if (!first) throw gone();
  const known = await userByEmail(store.read, first.email);
  if (known && !(await passwordFits(password, known.passwordHash)))
    throw invalid("This is not your password.", "password");
  const parsedName = known ? null : PersonName.safeParse(name ?? "");
  if (parsedName && !parsedName.success)
    throw invalid(parsedName.error.issues[0]?.message ?? "A name is needed.", "name");
  const parsedPassword = known ? null : NewPassword.safeParse(password);
  if (parsedPassword && !parsedPassword.success)
    throw invalid(parsedPassword.error.issues[0]?.message ?? "Another password is needed.", "password");
  const passwordHash = parsedPassword ? await hashPassword(parsedPassword.data) : null;
  return store.transaction(async (tx) => {
    const invite = await openInvite(tx, { tokenHash: hashSecret(token), now });
    if (!invite || !(await consumeInvite(tx, { id: invite.id, now }))) throw gone();
    const user =
      known ??
      (await insertUser(tx, { email: invite.email, name: parsedName?.data ?? "", passwordHash, isAdmin: false, now }));
    await addMember(tx, { projectId: invite.projectId, userId: user.id, role: invite.role, createdAt: now });
    await writeAudit(
      tx,
      { actor: { userId: user.id, email: user.email, name: user.name, isAdmin: false }, now },
      { projectId: invite.projectId, action: "member.join", subject: user.email, data: { role: invite.role } },
    );
    return { email: user.email, slug: invite.slug };
  });
}

export const ChangeRoleInput = z.strictObject({ projectId: Id, userId: Id, role: RoleInput });

/** Changes somebody's role; nobody changes their own, and one owner always stays. */
export async function changeRole({ store, actor, now }: OperationContext, input: z.infer<typeof ChangeRoleInput>) {
  const { projectId, userId, role } = input;
  await store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "member.manage" });
    if (userId === actor.userId) throw invalid("Nobody changes their own role. Ask another owner.");
    if (!(await setRole(tx, { projectId, userId, role }))) throw notFound("member");
    if ((await countOwners(tx, { projectId })) === 0) throw invalid("A project keeps at least one owner.");
    await writeAudit(
      tx,
      { actor, now },
      { projectId, action: "member.change-role", subject: String(userId), data: { role } },
    );
  });
}

export const RemoveMemberInput = z.strictObject({ projectId: Id, userId: Id });

/** Takes somebody out of the project; their answers stay. */
export async function removeMember({ store, actor, now }: OperationContext, input: z.infer<typeof RemoveMemberInput>) {
  const { projectId, userId } = input;
  await store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "member.manage" });
    if (!(await deleteMember(tx, { projectId, userId }))) throw notFound("member");
    if ((await countOwners(tx, { projectId })) === 0) throw invalid("A project keeps at least one owner.");
    await writeAudit(tx, { actor, now }, { projectId, action: "member.remove", subject: String(userId) });
  });
}
