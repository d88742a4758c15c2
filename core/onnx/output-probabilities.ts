import { softmax } from "../prediction/probabilities";
import type { ModelCard } from "./model-card";

const clamped = (value: number) => Math.min(1, Math.max(0, value));

/** Sharpened or softened by the temperature, and divided by their sum; a row of zeros says nothing of any class. */
function shares(values: Float32Array, temperature: number): Float64Array {
  const tempered = Float64Array.from(values, (value) => clamped(value) ** (1 / temperature));
  const sum = tempered.reduce((total, value) => total + value, 0);
  return tempered.map((value) => (sum > 0 ? value / sum : 1 / values.length));
}

/**
 * What a model's output says as probabilities of its classes, by the card; finite values are expected. The browser, the
 * server's reference and the check on the command line all read it so. Sigmoids, one a class, are divided by their sum:
 * a model is asked for one label per item.
 *
 * @example outputProbabilities(Float32Array.of(0.9, 0.6), { kind: "sigmoid", temperature: 1 }) // 0.6, 0.4
 */
export function outputProbabilities(
  values: Float32Array,
  { kind, temperature }: Pick<ModelCard["output"], "kind" | "temperature">,
): Float32Array<ArrayBuffer> {
  switch (kind) {
    case "logits":
      return Float32Array.from(softmax(values.map((value) => value / temperature)));
    case "probabilities":
      return temperature === 1 ? values.map(clamped) : Float32Array.from(shares(values, temperature));
    case "sigmoid":
      return Float32Array.from(shares(values, temperature));
    case "binary-logit": {
      const positive = 1 / (1 + Math.exp(-(values[0] ?? 0) / temperature));
      return Float32Array.of(1 - positive, positive);
    }
  }
}
