import { labelCalls } from "@/app/_trpc/label-calls";
import { createInferenceClient } from "./create-client";
import { type ModelRunner, modelRunnerOver } from "./model-runner";
import { prepareThread } from "./spare-thread";

/** Runs a project's models in this browser; `dispose` it when the page goes. */
export function createModelRunner({ projectId }: { projectId: number }): ModelRunner {
  // the runtime comes while the card is asked for; what fails is told when the model starts
  prepareThread().catch(() => undefined);
  return modelRunnerOver({
    async readModel(modelId) {
      // the schema comes after the first paint, with the model
      const [{ card, files }, { ModelCard }] = await Promise.all([
        labelCalls.modelCard.query({ projectId, modelId }),
        import("@/core/onnx/model-card"),
      ]);
      return { card: ModelCard.parse(card), files };
    },
    client: createInferenceClient(),
  });
}
