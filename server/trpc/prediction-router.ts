import { ProjectInput } from "../operation";
import { ChangeBrowserRunInput, changeBrowserRun } from "../prediction/change-browser-run";
import { ClaimShardInput, claimShard, extendShards, releaseShards, ShardLeasesInput } from "../prediction/claim-shard";
import { listBrowserRuns, readTakingPart } from "../prediction/read-browser-runs";
import { StartBrowserRunInput, startBrowserRun } from "../prediction/start-browser-run";
import { SubmitShardInput, submitShard } from "../prediction/submit-shard";
import { procedure, router } from "./init";

export const predictionRouter = router({
  runs: procedure.input(ProjectInput).query(({ ctx, input }) => listBrowserRuns(ctx.operation, input)),
  start: procedure.input(StartBrowserRunInput).mutation(({ ctx, input }) => startBrowserRun(ctx.operation, input)),
  change: procedure.input(ChangeBrowserRunInput).mutation(({ ctx, input }) => changeBrowserRun(ctx.operation, input)),
  takingPart: procedure.input(ProjectInput).query(({ ctx, input }) => readTakingPart(ctx.operation, input)),
  claim: procedure.input(ClaimShardInput).mutation(({ ctx, input }) => claimShard(ctx.operation, input)),
  extend: procedure.input(ShardLeasesInput).mutation(({ ctx, input }) => extendShards(ctx.operation, input)),
  release: procedure.input(ShardLeasesInput).mutation(({ ctx, input }) => releaseShards(ctx.operation, input)),
  submit: procedure.input(SubmitShardInput).mutation(({ ctx, input }) => submitShard(ctx.operation, input)),
});
