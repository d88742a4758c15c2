import { accountRouter } from "./account-router";
import { adjudicationRouter } from "./adjudication-router";
import { agreementRouter } from "./agreement-router";
import { dataRouter } from "./data-router";
import { createCallerFactory, router } from "./init";
import { labelRouter } from "./label-router";
import { modelRouter } from "./model-router";
import { predictionRouter } from "./prediction-router";
import { projectRouter } from "./project-router";
import { queueRouter } from "./queue-router";

export const appRouter = router({
  account: accountRouter,
  project: projectRouter,
  data: dataRouter,
  model: modelRouter,
  prediction: predictionRouter,
  queue: queueRouter,
  label: labelRouter,
  agreement: agreementRouter,
  adjudication: adjudicationRouter,
});
export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
