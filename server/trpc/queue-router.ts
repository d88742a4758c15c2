import { ProjectInput } from "../operation";
import { CreateQueueInput, createQueue, PlanQueueInput, planQueue } from "../queue/create-queue";
import {
  listFlags,
  listQueues,
  QueueItemsInput,
  QueueStateInput,
  readQueue,
  setQueueState,
} from "../queue/read-queues";
import { procedure, router } from "./init";

export const queueRouter = router({
  list: procedure.input(ProjectInput).query(({ ctx, input }) => listQueues(ctx.operation, input)),
  create: procedure.input(CreateQueueInput).mutation(({ ctx, input }) => createQueue(ctx.operation, input)),
  plan: procedure.input(PlanQueueInput).query(({ input }) => planQueue(input)),
  read: procedure.input(QueueItemsInput).query(({ ctx, input }) => readQueue(ctx.operation, input)),
  setState: procedure.input(QueueStateInput).mutation(({ ctx, input }) => setQueueState(ctx.operation, input)),
  flags: procedure.input(ProjectInput).query(({ ctx, input }) => listFlags(ctx.operation, input)),
});
