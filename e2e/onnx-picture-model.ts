import { ProtobufWriter } from "../core/onnx/protobuf-writer";

const FLOAT32 = 1;
const ATTRIBUTE_INT = 2;

function tensor(name: string, dims: readonly number[], values: Float32Array) {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const result = new ProtobufWriter();
  for (const dim of dims) result.integer(1, dim);
  return result.integer(2, FLOAT32).text(8, name).bytes(9, raw);
}

function valueInfo(name: string, dims: readonly (number | string)[]) {
  const shape = new ProtobufWriter().messages(
    1,
    dims.map((dim) =>
      typeof dim === "number" ? new ProtobufWriter().integer(1, dim) : new ProtobufWriter().text(2, dim),
    ),
  );
  const type = new ProtobufWriter().message(1, new ProtobufWriter().integer(1, FLOAT32).message(2, shape));
  return new ProtobufWriter().text(1, name).message(2, type);
}

function node(operator: string, inputs: readonly string[], output: string, attribute: [name: string, value: number]) {
  const result = new ProtobufWriter();
  for (const input of inputs) result.text(1, input);
  const [name, value] = attribute;
  return result
    .text(2, output)
    .text(4, operator)
    .message(5, new ProtobufWriter().text(1, name).integer(3, value).integer(20, ATTRIBUTE_INT));
}

/**
 * A classifier of grey pictures of 28 x 28, as an MNIST model is: `x` [N, 1, 28, 28] to logits, one per weight vector of 784
 * values. It says nothing of its classes or its preparation.
 */
export function pictureModel(weights: readonly Float32Array[]): Buffer {
  const classes = weights.length;
  const all = new Float32Array(classes * 784);
  for (const [k, row] of weights.entries()) all.set(row, k * 784);
  const graph = new ProtobufWriter()
    .messages(1, [
      node("Flatten", ["x"], "flat", ["axis", 1]),
      node("Gemm", ["flat", "w", "b"], "logits", ["transB", 1]),
    ])
    .text(2, "pictures")
    .messages(5, [tensor("w", [classes, 784], all), tensor("b", [classes], new Float32Array(classes))])
    .message(11, valueInfo("x", ["N", 1, 28, 28]))
    .message(12, valueInfo("logits", ["N", classes]));
  const opset = new ProtobufWriter().text(1, "").integer(2, 13);
  return Buffer.from(new ProtobufWriter().integer(1, 8).message(7, graph).message(8, opset).finish());
}
