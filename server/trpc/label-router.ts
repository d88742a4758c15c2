import { CommentInput, CommentsInput, commentItem, listOwnComments } from "../annotation/comment-item";
import { SubmitAnnotationsInput, submitAnnotations } from "../annotation/submit-annotations";
import { ShowExamplesInput, showExamples } from "../label-set/show-examples";
import { ExplainInput, explainSuggestion } from "../prediction/explain-suggestion";
import { nearestExamples } from "../prediction/nearest-examples";
import { RecordPredictionsInput, recordPredictions } from "../prediction/record-predictions";
import { ClaimItemsInput, claimItems } from "../queue/claim-items";
import { ExtendClaimsInput, extendClaims, ReleaseClaimsInput, releaseClaims } from "../queue/hold-claims";
import { OpenDeskInput, openDesk } from "../queue/open-desk";
import { ResumeClaimsInput, resumeClaims } from "../queue/resume-claims";
import { procedure, router } from "./init";

/** Everything that an annotator's browser calls while labeling; nothing here may carry what would bias the answer. */
export const labelRouter = router({
  open: procedure.input(OpenDeskInput).query(({ ctx, input }) => openDesk(ctx.operation, input)),
  resume: procedure.input(ResumeClaimsInput).query(({ ctx, input }) => resumeClaims(ctx.operation, input)),
  claim: procedure.input(ClaimItemsInput).mutation(({ ctx, input }) => claimItems(ctx.operation, input)),
  extend: procedure.input(ExtendClaimsInput).mutation(({ ctx, input }) => extendClaims(ctx.operation, input)),
  release: procedure.input(ReleaseClaimsInput).mutation(({ ctx, input }) => releaseClaims(ctx.operation, input)),
  submit: procedure.input(SubmitAnnotationsInput).mutation(({ ctx, input }) => submitAnnotations(ctx.operation, input)),
  recordPredictions: procedure
    .input(RecordPredictionsInput)
    .mutation(({ ctx, input }) => recordPredictions(ctx.operation, input)),
  explain: procedure.input(ExplainInput).query(({ ctx, input }) => explainSuggestion(ctx.operation, input)),
  nearest: procedure.input(ExplainInput).query(({ ctx, input }) => nearestExamples(ctx.operation, input)),
  examples: procedure.input(ShowExamplesInput).query(({ ctx, input }) => showExamples(ctx.operation, input)),
  comment: procedure.input(CommentInput).mutation(({ ctx, input }) => commentItem(ctx.operation, input)),
  comments: procedure.input(CommentsInput).query(({ ctx, input }) => listOwnComments(ctx.operation, input)),
});
