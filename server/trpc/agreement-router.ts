import { readAgreement, startAgreement } from "../agreement/measure-agreement";
import { ProjectInput } from "../operation";
import { procedure, router } from "./init";

export const agreementRouter = router({
  read: procedure.input(ProjectInput).query(({ ctx, input }) => readAgreement(ctx.operation, input)),
  measure: procedure.input(ProjectInput).mutation(({ ctx, input }) => startAgreement(ctx.operation, input)),
});
