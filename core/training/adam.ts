const DECAY = 0.9;
const SQUARE_DECAY = 0.999;
const EPSILON = 1e-7;

/**
 * Adam with bias correction:
 *
 *     m = 0.9 m + 0.1 g,  v = 0.999 v + 0.001 g^2,  w -= rate sqrt(1 - 0.999^t) / (1 - 0.9^t) m / (sqrt(v) + 1e-7)
 *
 * Source: Kingma and Ba (2015), section 2 (the efficient order of computation).
 */
export class Adam {
  private readonly means: Float32Array;
  private readonly squares: Float32Array;
  private steps = 0;

  constructor(size: number) {
    this.means = new Float32Array(size);
    this.squares = new Float32Array(size);
  }

  /** Moves the weights against the gradient, which is multiplied by `factor` first (1 / batch size). */
  step(weights: Float32Array, gradient: Float32Array, { rate, factor }: { rate: number; factor: number }): void {
    this.steps++;
    const corrected = (rate * Math.sqrt(1 - SQUARE_DECAY ** this.steps)) / (1 - DECAY ** this.steps);
    const { means, squares } = this;
    for (let i = 0; i < weights.length; i++) {
      const g = (gradient[i] as number) * factor;
      const mean = DECAY * (means[i] as number) + (1 - DECAY) * g;
      const square = SQUARE_DECAY * (squares[i] as number) + (1 - SQUARE_DECAY) * g * g;
      means[i] = mean;
      squares[i] = square;
      weights[i] = (weights[i] as number) - (corrected * mean) / (Math.sqrt(square) + EPSILON);
    }
  }
}

/** The learning rate at `progress` (0..1) of a training: from `first` down to 0 along half a cosine. */
export function cosineRate(first: number, progress: number): number {
  return first * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, progress)));
}
