import type { Learner } from "./learner";
import { MODEL_INPUT, PROBABILITIES_OUTPUT, writeLinearModel } from "./onnx-writer";
import { predictSoftmaxRegression, trainSoftmaxRegression } from "./softmax-regression";
import { MAX_TEXT_TOKENS, TEXT_FEATURE_DIMS, type TextFeatures, textFeatures } from "./text-features";

const EPOCHS = 12;

type TextSet = { texts: readonly string[]; projectLabels: readonly { name: string }[]; epochs?: number };

/** Softmax regression over hashed uni- and bigrams. */
export function textLearner({ texts, projectLabels, epochs = EPOCHS }: TextSet, labels: Int32Array): Learner {
  const rows = texts.map((text) => textFeatures(text));
  const classes = projectLabels.length;
  const names = projectLabels.map(({ name }) => name);
  return {
    epochs,
    card: {
      task: "text-classification",
      input: { name: MODEL_INPUT },
      output: { name: PROBABILITIES_OUTPUT, kind: "probabilities" },
      text: { hash: { kind: "fnv1a32", dims: TEXT_FEATURE_DIMS, ngrams: [1, 2], maxTokens: MAX_TEXT_TOKENS } },
    },
    train(items, seed, onItems) {
      const training = { rows, labels, items, classes, dims: TEXT_FEATURE_DIMS, seed, epochs };
      const model = trainSoftmaxRegression(training, () => onItems(1));
      return {
        predict: (item) => predictSoftmaxRegression(model, rows[item] as TextFeatures),
        onnx: writeLinearModel(model, names),
      };
    },
  };
}
