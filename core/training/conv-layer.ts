export type ConvSpec = { filters: number; kernel: number; stride: number };
export type Volume = { channels: number; height: number; width: number };

/** Size of what a convolution without padding makes. */
export function convOutput({ height, width }: Volume, { filters, kernel, stride }: ConvSpec): Volume {
  if (height < kernel || width < kernel) {
    throw new RangeError(`An image of ${width} x ${height} is too small for a kernel of ${kernel}.`);
  }
  return {
    channels: filters,
    height: Math.floor((height - kernel) / stride) + 1,
    width: Math.floor((width - kernel) / stride) + 1,
  };
}

/**
 * Convolution without padding, then ReLU, for one image at a time (planes one after the other, as NCHW).
 *
 * The input is unfolded into one row per output position, so that every inner loop runs over neighbouring numbers.
 * Weights (filters x channels x kernel x kernel) and biases live in the network's own arrays, from `weightsAt` on.
 */
export class ConvLayer {
  readonly output: Volume;
  /** Activations after ReLU. */
  readonly activations: Float32Array;
  /** Derivative of the loss by the activations; filled by the layer above. */
  readonly gradients: Float32Array;
  readonly biasesAt: number;
  readonly parameterCount: number;
  private readonly rows: Float32Array;
  private readonly rowGradients: Float32Array;
  /** For each entry of the unfolded rows, where it comes from in the input. */
  private readonly sources: Int32Array;
  private readonly rowLength: number;
  private readonly positions: number;

  constructor(
    readonly input: Volume,
    readonly spec: ConvSpec,
    readonly weightsAt: number,
  ) {
    const { filters, kernel } = spec;
    this.output = convOutput(input, spec);
    this.positions = this.output.height * this.output.width;
    this.rowLength = input.channels * kernel * kernel;
    this.biasesAt = weightsAt + filters * this.rowLength;
    this.parameterCount = filters * this.rowLength + filters;
    this.activations = new Float32Array(filters * this.positions);
    this.gradients = new Float32Array(filters * this.positions);
    this.rows = new Float32Array(this.positions * this.rowLength);
    this.rowGradients = new Float32Array(this.rows.length);
    this.sources = unfoldedSources(input, spec, this.output);
  }

  get fanIn(): number {
    return this.rowLength;
  }

  /** Reads one image at `offset` of `input` and fills `activations`. */
  forward(input: Float32Array, offset: number, parameters: Float32Array): void {
    const { rows, sources, rowLength, positions, activations } = this;
    for (let i = 0; i < rows.length; i++) rows[i] = input[offset + (sources[i] as number)] as number;
    for (let filter = 0; filter < this.spec.filters; filter++) {
      const weights = this.weightsAt + filter * rowLength;
      const bias = parameters[this.biasesAt + filter] as number;
      for (let p = 0; p < positions; p++) {
        const row = p * rowLength;
        let sum = bias;
        for (let j = 0; j < rowLength; j++) sum += (parameters[weights + j] as number) * (rows[row + j] as number);
        activations[filter * positions + p] = sum > 0 ? sum : 0;
      }
    }
  }

  /** Adds this image's share to `gradient`; writes the derivative by the input where `inputGradients` is given. */
  backward(parameters: Float32Array, gradient: Float32Array, inputGradients: Float32Array | null): void {
    const { rowLength, positions, activations, gradients } = this;
    if (inputGradients) this.rowGradients.fill(0);
    for (let filter = 0; filter < this.spec.filters; filter++) {
      let biasGradient = 0;
      for (let p = 0; p < positions; p++) {
        const g = gradients[filter * positions + p] as number;
        if (g === 0 || activations[filter * positions + p] === 0) continue;
        biasGradient += g;
        this.addOuter(g, {
          row: p * rowLength,
          weights: this.weightsAt + filter * rowLength,
          parameters,
          gradient,
          deep: inputGradients !== null,
        });
      }
      gradient[this.biasesAt + filter] = (gradient[this.biasesAt + filter] as number) + biasGradient;
    }
    if (inputGradients) this.fold(inputGradients);
  }

  private addOuter(
    g: number,
    at: { row: number; weights: number; parameters: Float32Array; gradient: Float32Array; deep: boolean },
  ): void {
    const { rows, rowGradients, rowLength } = this;
    const { row, weights, parameters, gradient } = at;
    for (let j = 0; j < rowLength; j++)
      gradient[weights + j] = (gradient[weights + j] as number) + g * (rows[row + j] as number);
    if (!at.deep) return;
    for (let j = 0; j < rowLength; j++) {
      rowGradients[row + j] = (rowGradients[row + j] as number) + g * (parameters[weights + j] as number);
    }
  }

  private fold(inputGradients: Float32Array): void {
    inputGradients.fill(0);
    const { rowGradients, sources } = this;
    for (let i = 0; i < rowGradients.length; i++) {
      const source = sources[i] as number;
      inputGradients[source] = (inputGradients[source] as number) + (rowGradients[i] as number);
    }
  }
}

function unfoldedSources(input: Volume, { kernel, stride }: ConvSpec, output: Volume): Int32Array {
  const sources: number[] = [];
  for (let y = 0; y < output.height; y++) {
    for (let x = 0; x < output.width; x++) {
      for (let c = 0; c < input.channels; c++) {
        for (let ky = 0; ky < kernel; ky++) {
          const row = (c * input.height + y * stride + ky) * input.width + x * stride;
          for (let kx = 0; kx < kernel; kx++) sources.push(row + kx);
        }
      }
    }
  }
  return Int32Array.from(sources);
}
