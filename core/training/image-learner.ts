import type { Pixels } from "../image/resample";
import { fillTensor, type TensorSpec } from "../image/tensor";
import type { Learner } from "./learner";
import { FEATURES_OUTPUT, MODEL_INPUT, PROBABILITIES_OUTPUT, writeCnnModel } from "./onnx-writer";
import { cnnFeatureCount, trainSmallCnn } from "./small-cnn";

const EPOCHS = 4;

/** Images of one size, stretched to it by `resample` with the bilinear filter where they had another; 8 bits, interleaved. */
export type ImageSet = { images: Uint8Array; width: number; height: number; channels: 1 | 3 };

/** The small CNN over images that are normalised by the mean and deviation of the whole set. */
export function imageLearner(
  set: ImageSet & { projectLabels: readonly { name: string }[]; epochs?: number },
  labels: Int32Array,
): Learner {
  const { width, height, channels, projectLabels, epochs = EPOCHS } = set;
  const spec = normalisation(set);
  const images = imageTensors(set, spec);
  const shape = { channels, height, width };
  const classes = projectLabels.length;
  const names = projectLabels.map(({ name }) => name);
  return {
    epochs,
    card: {
      task: "image-classification",
      input: { name: MODEL_INPUT },
      image: {
        width,
        height,
        fit: "stretch",
        channels: spec.channels,
        scale: spec.scale,
        mean: [...spec.mean],
        std: [...spec.std],
      },
      output: { name: PROBABILITIES_OUTPUT, kind: "probabilities" },
      embedding: { output: FEATURES_OUTPUT, dims: cnnFeatureCount(shape) },
    },
    train(items, seed, onItems) {
      const cnn = trainSmallCnn({ images, shape, labels, items, classes, seed, epochs }, onItems);
      return { predict: (item) => cnn.forward(images, item * cnn.inputLength), onnx: writeCnnModel(cnn, names) };
    },
  };
}

/** Mean and deviation of each channel over all images, after division by 255, to four digits. */
function normalisation({ images, channels }: ImageSet): TensorSpec {
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let i = 0; i < images.length; i++) {
    const value = (images[i] as number) / 255;
    sums[i % channels] = (sums[i % channels] as number) + value;
    squares[i % channels] = (squares[i % channels] as number) + value * value;
  }
  const n = images.length / channels;
  const mean = Array.from(sums, (sum) => rounded(sum / n));
  const std = Array.from(squares, (square, c) => {
    const average = (sums[c] as number) / n;
    return rounded(Math.sqrt(Math.max(0, square / n - average * average))) || 1;
  });
  return { layout: "NCHW", channels: channels === 1 ? "L" : "RGB", scale: 1 / 255, mean, std, invert: false };
}

const rounded = (value: number) => Math.round(value * 1e4) / 1e4;

function imageTensors({ images, width, height, channels }: ImageSet, spec: TensorSpec): Float32Array {
  const size = width * height * channels;
  const tensors = new Float32Array(images.length);
  for (let at = 0; at < images.length; at += size) {
    const image: Pixels = { data: images.subarray(at, at + size), width, height, channels };
    fillTensor(image, spec, tensors, at);
  }
  return tensors;
}
