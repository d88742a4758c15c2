import type { ModelCard } from "@/core/onnx/model-card";
import { outputProbabilities } from "@/core/onnx/output-probabilities";
import { InferenceError } from "./messages";

const SLACK = 1e-3;

const bad = (message: string) => new InferenceError("bad-output", message);

function checkRange(values: Float32Array) {
  for (const value of values)
    if (value < -SLACK || value > 1 + SLACK)
      throw bad(`The model gave ${value} as a probability. Does it give logits?`);
}

function checkSum(values: Float32Array) {
  const sum = values.reduce((total, value) => total + value, 0);
  if (Math.abs(sum - 1) > SLACK)
    throw bad(`The model's probabilities sum to ${Number(sum.toPrecision(4))}. Does it give logits?`);
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
  if (output.kind === "probabilities" || output.kind === "sigmoid") checkRange(values);
  if (output.kind === "probabilities") checkSum(values);
  return outputProbabilities(values, output);
}
