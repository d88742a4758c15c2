import {
  AdjudicateInput,
  adjudicateItem,
  ConflictsInput,
  FirstAnswerInput,
  giveFirstAnswer,
  ItemInput,
  listConflicts,
  openConflict,
} from "../adjudication/adjudicate-item";
import { procedure, router } from "./init";

export const adjudicationRouter = router({
  list: procedure.input(ConflictsInput).query(({ ctx, input }) => listConflicts(ctx.operation, input)),
  open: procedure.input(ItemInput).query(({ ctx, input }) => openConflict(ctx.operation, input)),
  firstAnswer: procedure.input(FirstAnswerInput).mutation(({ ctx, input }) => giveFirstAnswer(ctx.operation, input)),
  decide: procedure.input(AdjudicateInput).mutation(({ ctx, input }) => adjudicateItem(ctx.operation, input)),
});
