import type { ProposedCard } from "../onnx/card-proposal";

/** One kind of model: how to train it on some items, and what is known of it. */
export type Learner = {
  epochs: number;
  card: Pick<
    ProposedCard,
    "task" | "input" | "output" | "embedding" | "image" | "text" | "table" | "audio" | "weights"
  >;
  train(items: readonly number[], seed: number, onItems: (n: number) => void): TrainedFold;
};
/** A model after training, as it predicts here and as the file that others run. */
export type TrainedFold = { predict(item: number): ArrayLike<number>; onnx: Uint8Array };
