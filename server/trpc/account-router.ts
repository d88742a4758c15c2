import { z } from "zod";
import { UpdatePreferencesInput, updatePreferences } from "../annotator/update-preferences";
import { Email, NewPassword, PersonName } from "../auth/password";
import { consumeSetupLink } from "../auth/sign-in";
import { AcceptInviteInput, acceptInvite, readInvite } from "../project/member";
import { openProcedure, procedure, router } from "./init";

const Token = z.string().min(1).max(100);

export const accountRouter = router({
  me: procedure.query(({ ctx: { actor } }) => actor),
  updatePreferences: procedure
    .input(UpdatePreferencesInput)
    .mutation(({ ctx, input }) => updatePreferences(ctx.operation, input)),
  setUp: openProcedure
    .input(z.strictObject({ token: Token, email: Email, name: PersonName, password: NewPassword }))
    .mutation(async ({ ctx: { server, now }, input }) => ({
      email: (await consumeSetupLink(server.store, { ...input, now })).email,
    })),
  invite: openProcedure
    .input(z.strictObject({ token: Token }))
    .mutation(({ ctx: { server, now }, input }) => readInvite(server.store, { ...input, now })),
  acceptInvite: openProcedure
    .input(AcceptInviteInput)
    .mutation(({ ctx: { server, now }, input }) => acceptInvite(server.store, { ...input, now })),
});
