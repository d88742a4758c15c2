import { CompareModelsInput, compareModels } from "../model/compare-models";
import { InspectModelInput, inspectUpload } from "../model/inspect-upload";
import { listModels, RegisterModelInput, registerModel } from "../model/register-model";
import { SampleItemsInput, sampleItems } from "../model/sample-items";
import { ModelCardInput, readModelCard } from "../model/serve-model";
import { startTraining, TrainBaselineInput } from "../model/train-baseline";
import { ProjectInput } from "../operation";
import { listSuspects, readScoring, SuspectsInput } from "../quality/read-errors";
import { ScoreInput, startScoring } from "../quality/score-items";
import { procedure, router } from "./init";

export const modelRouter = router({
  list: procedure.input(ProjectInput).query(({ ctx, input }) => listModels(ctx.operation, input)),
  inspect: procedure.input(InspectModelInput).mutation(({ ctx, input }) => inspectUpload(ctx.operation, input)),
  sample: procedure.input(SampleItemsInput).query(({ ctx, input }) => sampleItems(ctx.operation, input)),
  register: procedure.input(RegisterModelInput).mutation(({ ctx, input }) => registerModel(ctx.operation, input)),
  card: procedure.input(ModelCardInput).query(({ ctx, input }) => readModelCard(ctx.operation, input)),
  train: procedure.input(TrainBaselineInput).mutation(({ ctx, input }) => startTraining(ctx.operation, input)),
  compare: procedure.input(CompareModelsInput).query(({ ctx, input }) => compareModels(ctx.operation, input)),
  score: procedure.input(ScoreInput).mutation(({ ctx, input }) => startScoring(ctx.operation, input)),
  scoring: procedure.input(ProjectInput).query(({ ctx, input }) => readScoring(ctx.operation, input)),
  suspects: procedure.input(SuspectsInput).query(({ ctx, input }) => listSuspects(ctx.operation, input)),
});
