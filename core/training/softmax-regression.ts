import { createRandom, shuffle } from "../random";
import type { TextFeatures } from "./text-features";

/** Weights are classes x dims, row by row, as the exported Gemm reads them. */
export type SoftmaxRegression = { weights: Float32Array; bias: Float32Array; classes: number; dims: number };

export type RegressionTraining = {
  rows: readonly TextFeatures[];
  /** Class index of each row. */
  labels: ArrayLike<number>;
  /** The rows to train on. */
  items: readonly number[];
  classes: number;
  dims: number;
  seed: number;
  /** Passes over the items; 12 is enough for some thousand short texts. */
  epochs?: number;
};

const STEP = 0.3;
const BIAS_STEP = 0.05;
const FIRST_ACCUMULATOR = 1e-3;
const L2 = 1e-5;

/**
 * Multinomial logistic regression on sparse rows by stochastic Adagrad:
 *
 *     p = softmax(W x + b),  g = (p_k - [k = label]) x_j + L2 w,  a += g^2,  w -= step g / sqrt(a)
 *
 * The same seed and items give the same weights. Cost: O(epochs x items x non-zero features x classes).
 * Source: Duchi, Hazan, Singer (2011), JMLR 12.
 *
 * @param afterItem called after every item; throws to stop.
 */
export function trainSoftmaxRegression(training: RegressionTraining, afterItem = () => {}): SoftmaxRegression {
  const { rows, labels, items, classes, dims, seed, epochs = 12 } = training;
  const model: SoftmaxRegression = {
    weights: new Float32Array(classes * dims),
    bias: new Float32Array(classes),
    classes,
    dims,
  };
  const squares = new Float32Array(classes * dims).fill(FIRST_ACCUMULATOR);
  const random = createRandom(seed);
  const order = [...items];
  const scores = new Float64Array(classes);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const item of shuffle(order, random)) {
      const row = rows[item] as TextFeatures;
      scoreRow(model, row, scores);
      softmaxInPlace(scores);
      scores[labels[item] as number] = (scores[labels[item] as number] as number) - 1;
      descend(model, row, { residuals: scores, squares });
      afterItem();
    }
  }
  return model;
}

type Step = { residuals: Float64Array; squares: Float32Array };

function descend(
  { weights, bias, classes, dims }: SoftmaxRegression,
  { indices, values }: TextFeatures,
  step: Step,
): void {
  for (let k = 0; k < classes; k++) {
    const residual = step.residuals[k] as number;
    for (let i = 0; i < indices.length; i++) {
      const at = k * dims + (indices[i] as number);
      const weight = weights[at] as number;
      const gradient = residual * (values[i] as number) + L2 * weight;
      const square = (step.squares[at] as number) + gradient * gradient;
      step.squares[at] = square;
      weights[at] = weight - (STEP * gradient) / Math.sqrt(square);
    }
    bias[k] = (bias[k] as number) - BIAS_STEP * residual;
  }
}

/** Probabilities of one row; they sum to 1 up to rounding. */
export function predictSoftmaxRegression(model: SoftmaxRegression, row: TextFeatures): Float64Array {
  const scores = new Float64Array(model.classes);
  scoreRow(model, row, scores);
  return softmaxInPlace(scores);
}

function scoreRow(
  { weights, bias, classes, dims }: SoftmaxRegression,
  { indices, values }: TextFeatures,
  scores: Float64Array,
): void {
  for (let k = 0; k < classes; k++) {
    let score = bias[k] as number;
    for (let i = 0; i < indices.length; i++)
      score += (weights[k * dims + (indices[i] as number)] as number) * (values[i] as number);
    scores[k] = score;
  }
}

/** Replaces scores by their softmax, after subtracting the maximum; returns its argument. Allocates nothing. */
export function softmaxInPlace(scores: Float64Array): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < scores.length; k++) highest = Math.max(highest, scores[k] as number);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    const e = Math.exp((scores[k] as number) - highest);
    scores[k] = e;
    sum += e;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] as number) / sum;
  return scores;
}
