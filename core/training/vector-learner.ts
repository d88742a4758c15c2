import type { Learner } from "./learner";
import { MODEL_INPUT, PROBABILITIES_OUTPUT, writeLinearModel } from "./onnx-writer";
import { predictSoftmaxRegression, type SoftmaxRegression, trainSoftmaxRegression } from "./softmax-regression";
import type { TextFeatures } from "./text-features";

const EPOCHS = 30;

/** One vector per item, items x dims, row by row; NaN where a value is missing. */
export type VectorSet = { vectors: Float32Array; dims: number };

/**
 * Mean and standard deviation of each dimension over the values that are there; a dimension without spread gets
 * deviation 1.
 *
 * @throws RangeError where a dimension has no value at all.
 */
export function vectorScale({ vectors, dims }: VectorSet): { mean: number[]; std: number[] } {
  const mean: number[] = [];
  const std: number[] = [];
  for (let d = 0; d < dims; d++) {
    let [n, sum] = [0, 0];
    for (let at = d; at < vectors.length; at += dims)
      if (!Number.isNaN(vectors[at])) [n, sum] = [n + 1, sum + (vectors[at] as number)];
    if (n === 0) throw new RangeError(`Dimension ${d} holds no number.`);
    const middle = sum / n;
    let squares = 0;
    for (let at = d; at < vectors.length; at += dims)
      if (!Number.isNaN(vectors[at])) squares += ((vectors[at] as number) - middle) ** 2;
    mean.push(Math.fround(middle));
    std.push(Math.fround(Math.sqrt(squares / n)) || 1);
  }
  return { mean, std };
}

type Scale = { mean: number[]; std: number[] };

/** A linear head: softmax regression over standardised vectors, where a missing value counts as the mean. */
export function vectorLearner(
  set: VectorSet & {
    projectLabels: readonly { name: string }[];
    epochs?: number;
    card(scale: Scale): Pick<Learner["card"], "task"> & Partial<Learner["card"]>;
    /** The file that runs the head; without it one whose input are the standardised vectors. */
    write?(model: SoftmaxRegression, scale: Scale): Uint8Array;
  },
  labels: Int32Array,
): Learner {
  const { vectors, dims, projectLabels, epochs = EPOCHS } = set;
  const scale = vectorScale(set);
  const indices = Uint32Array.from({ length: dims }, (_, d) => d);
  const rows = Array.from({ length: vectors.length / dims }, (_, item): TextFeatures => {
    const values = Float32Array.from(indices, (d) => {
      const value = ((vectors[item * dims + d] as number) - (scale.mean[d] as number)) / (scale.std[d] as number);
      return Number.isNaN(value) ? 0 : value;
    });
    return { indices, values };
  });
  const classes = projectLabels.length;
  const names = projectLabels.map(({ name }) => name);
  return {
    epochs,
    card: {
      input: { name: MODEL_INPUT },
      output: { name: PROBABILITIES_OUTPUT, kind: "probabilities" },
      ...set.card(scale),
    },
    train(items, seed, onItems) {
      const model = trainSoftmaxRegression({ rows, labels, items, classes, dims, seed, epochs }, () => onItems(1));
      return {
        predict: (item) => predictSoftmaxRegression(model, rows[item] as TextFeatures),
        onnx: set.write?.(model, scale) ?? writeLinearModel(model, names),
      };
    },
  };
}
