import { ProtobufWriter } from "../onnx/protobuf-writer";
import type { SmallCnn } from "./small-cnn";
import type { SoftmaxRegression } from "./softmax-regression";

const IR_VERSION = 8;
const OPSET = 13;
const FLOAT32 = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

export const MODEL_INPUT = "input";
export const PROBABILITIES_OUTPUT = "probs";
export const FEATURES_OUTPUT = "features";

type Dimension = number | string;
type Graph = {
  nodes: ProtobufWriter[];
  initializers: ProtobufWriter[];
  input: readonly Dimension[];
  outputs: readonly [name: string, shape: readonly Dimension[]][];
};

/** The convolutional network as ONNX: probabilities, and the flattened activations as `features`. */
export function writeCnnModel(cnn: SmallCnn, labelNames: readonly string[]): Uint8Array {
  const { input, parameters, featureCount, classes } = cnn;
  const nodes: ProtobufWriter[] = [];
  const initializers: ProtobufWriter[] = [];
  let current = MODEL_INPUT;
  for (const [i, { spec, fanIn, weightsAt, biasesAt, input: from }] of cnn.layers.entries()) {
    const { filters, kernel, stride } = spec;
    const weights = parameters.subarray(weightsAt, weightsAt + filters * fanIn);
    initializers.push(tensor(`conv${i}.weight`, [filters, from.channels, kernel, kernel], weights));
    initializers.push(tensor(`conv${i}.bias`, [filters], parameters.subarray(biasesAt, biasesAt + filters)));
    const attributes = [
      ints("kernel_shape", [kernel, kernel]),
      ints("strides", [stride, stride]),
      ints("pads", [0, 0, 0, 0]),
    ];
    nodes.push(node("Conv", [current, `conv${i}.weight`, `conv${i}.bias`], `conv${i}`, attributes));
    nodes.push(node("Relu", [`conv${i}`], `relu${i}`));
    current = `relu${i}`;
  }
  nodes.push(node("Flatten", [current], FEATURES_OUTPUT, [int("axis", 1)]));
  const dense = parameters.subarray(cnn.denseAt, cnn.denseBiasesAt);
  appendClassifier({ nodes, initializers }, FEATURES_OUTPUT, {
    weights: dense,
    bias: parameters.subarray(cnn.denseBiasesAt),
    classes,
    dims: featureCount,
  });
  const outputs: Graph["outputs"] = [
    [PROBABILITIES_OUTPUT, ["N", classes]],
    [FEATURES_OUTPUT, ["N", featureCount]],
  ];
  return model({ nodes, initializers, input: ["N", input.channels, input.height, input.width], outputs }, labelNames);
}

/** The softmax regression as ONNX, over dense text features; its input is its embedding, so `probs` is the only output. */
export function writeLinearModel(regression: SoftmaxRegression, labelNames: readonly string[]): Uint8Array {
  const nodes: ProtobufWriter[] = [];
  const initializers: ProtobufWriter[] = [];
  appendClassifier({ nodes, initializers }, MODEL_INPUT, regression);
  const outputs: Graph["outputs"] = [[PROBABILITIES_OUTPUT, ["N", regression.classes]]];
  return model({ nodes, initializers, input: ["N", regression.dims], outputs }, labelNames);
}

/** What a file with an added head is made from. */
export interface HeadOnModel {
  /** The whole file of the model below. */
  base: Uint8Array;
  /** Its output of shape [N, dims] that the head reads. */
  embedding: { output: string; isHalf: boolean };
  head: SoftmaxRegression;
  /** The head reads (value - mean) / std. */
  scale: { mean: readonly number[]; std: readonly number[] };
  /** No name in the model below begins with it. */
  prefix: string;
}

/**
 * A model with a linear head on its embeddings: the bytes of the model, then a second `graph` field with the head's nodes,
 * which every protobuf reader merges into the first. The model's own outputs stay; the head's is `<prefix>probs`.
 */
export function appendLinearHead({ base, embedding, head, scale, prefix }: HeadOnModel): Uint8Array {
  const name = (part: string) => `${prefix}${part}`;
  const cast = embedding.isHalf ? [node("Cast", [embedding.output], name("single"), [int("to", FLOAT32)])] : [];
  const from = embedding.isHalf ? name("single") : embedding.output;
  const graph = new ProtobufWriter()
    .messages(1, [
      ...cast,
      node("Sub", [from, name("mean")], name("centred")),
      node("Div", [name("centred"), name("std")], name("scaled")),
      node("Gemm", [name("scaled"), name("weight"), name("bias")], name("logits"), [int("transB", 1)]),
      node("Softmax", [name("logits")], name(PROBABILITIES_OUTPUT), [int("axis", 1)]),
    ])
    .messages(5, [
      tensor(name("mean"), [head.dims], Float32Array.from(scale.mean)),
      tensor(name("std"), [head.dims], Float32Array.from(scale.std)),
      tensor(name("weight"), [head.classes, head.dims], head.weights),
      tensor(name("bias"), [head.classes], head.bias),
    ])
    .message(12, valueInfo(name(PROBABILITIES_OUTPUT), ["N", head.classes]));
  const added = new ProtobufWriter().message(7, graph).finish();
  const whole = new Uint8Array(base.length + added.length);
  whole.set(base);
  whole.set(added, base.length);
  return whole;
}

function appendClassifier(graph: Pick<Graph, "nodes" | "initializers">, input: string, dense: SoftmaxRegression): void {
  graph.initializers.push(tensor("dense.weight", [dense.classes, dense.dims], dense.weights));
  graph.initializers.push(tensor("dense.bias", [dense.classes], dense.bias));
  graph.nodes.push(node("Gemm", [input, "dense.weight", "dense.bias"], "logits", [int("transB", 1)]));
  graph.nodes.push(node("Softmax", ["logits"], PROBABILITIES_OUTPUT, [int("axis", 1)]));
}

function model({ nodes, initializers, input, outputs }: Graph, labelNames: readonly string[]): Uint8Array {
  const graph = new ProtobufWriter()
    .messages(1, nodes)
    .text(2, "concord")
    .messages(5, initializers)
    .message(11, valueInfo(MODEL_INPUT, input))
    .messages(
      12,
      outputs.map(([name, shape]) => valueInfo(name, shape)),
    );
  const labels = new ProtobufWriter().text(1, "labels").text(2, JSON.stringify(labelNames));
  return new ProtobufWriter()
    .integer(1, IR_VERSION)
    .text(2, "concord")
    .message(7, graph)
    .message(8, new ProtobufWriter().text(1, "").integer(2, OPSET))
    .message(14, labels)
    .finish();
}

function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly ProtobufWriter[] = [],
): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of inputs) writer.text(1, input);
  return writer.text(2, output).text(3, output).text(4, operator).messages(5, attributes);
}

function int(name: string, value: number): ProtobufWriter {
  return new ProtobufWriter().text(1, name).integer(3, value).integer(20, ATTRIBUTE_INT);
}

function ints(name: string, values: readonly number[]): ProtobufWriter {
  const writer = new ProtobufWriter().text(1, name);
  for (const value of values) writer.integer(8, value);
  return writer.integer(20, ATTRIBUTE_INTS);
}

function tensor(name: string, dims: readonly number[], values: Float32Array): ProtobufWriter {
  const raw = new DataView(new ArrayBuffer(values.length * 4));
  for (const [i, value] of values.entries()) raw.setFloat32(i * 4, value, true);
  const writer = new ProtobufWriter();
  for (const dim of dims) writer.integer(1, dim);
  return writer.integer(2, FLOAT32).text(8, name).bytes(9, new Uint8Array(raw.buffer));
}

function valueInfo(name: string, shape: readonly Dimension[]): ProtobufWriter {
  const dims = shape.map((dim) =>
    typeof dim === "string" ? new ProtobufWriter().text(2, dim) : new ProtobufWriter().integer(1, dim),
  );
  const tensorType = new ProtobufWriter().integer(1, FLOAT32).message(2, new ProtobufWriter().messages(1, dims));
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensorType));
}
