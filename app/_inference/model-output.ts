import type { ModelCard } from "@/core/onnx/model-card";
import { softmax } from "@/core/prediction/probabilities";
import { InferenceError } from "./messages";

const SLACK = 1e-3;

const bad = (message: string) => new InferenceError("bad-output", message);
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

function checkRange(values: Float32Array) {
  for (const value of values)
    if (value < -SLACK || value > 1 + SLACK)
      throw bad(`The model gave ${value} as a probability. Does it give logits?`);
}

function probabilities(values: Float32Array, temperature: number): Float64Array {
  checkRange(values);
  const sum = values.reduce((total, value) => total + value, 0);
  if (Math.abs(sum - 1) > SLACK)
    throw bad(`The model's probabilities sum to ${Number(sum.toPrecision(4))}. Does it give logits?`);
  if (temperature === 1) return Float64Array.from(values, (value) => Math.min(1, Math.max(0, value)));
  const tempered = Float64Array.from(values, (value) => Math.max(0, value) ** (1 / temperature));
  const total = tempered.reduce((all, value) => all + value, 0);
  return tempered.map((value) => value / total);
}

function interpret(values: Float32Array, { kind, temperature }: ModelCard["output"]): ArrayLike<number> {
  switch (kind) {
    case "logits":
      return softmax(values.map((value) => value / temperature));
    case "probabilities":
      return probabilities(values, temperature);
    case "sigmoid":
      checkRange(values);
      return values;
    case "binary-logit": {
      const positive = sigmoid((values[0] ?? 0) / temperature);
      return [1 - positive, positive];
    }
  }
}

/**
 * One probability per label of the card, in the card's order. Classes without a label of the project keep their share:
 * dividing it among the others would make the model look surer than it is.
 */
export function toProbabilities(
  values: Float32Array,
  { output, labels }: Pick<ModelCard, "output" | "labels">,
): Float32Array<ArrayBuffer> {
  const expected = output.kind === "binary-logit" ? 1 : labels.length;
  if (values.length !== expected) throw bad(`The model gave ${values.length} values; its card names ${expected}.`);
  if (!values.every(Number.isFinite))
    throw new InferenceError("non-finite", "The model gave a value that is not a number.");
  return Float32Array.from(interpret(values, output));
}
