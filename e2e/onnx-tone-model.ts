import { ProtobufWriter } from "../core/onnx/protobuf-writer";

const [FLOAT32, INT64] = [1, 7];
const [AN_INT, INTS] = [2, 7];

function value(name: string, dims: readonly (number | string)[]) {
  const shape = dims.map((dim) =>
    typeof dim === "number" ? new ProtobufWriter().integer(1, dim) : new ProtobufWriter().text(2, dim),
  );
  const tensor = new ProtobufWriter().integer(1, FLOAT32).message(2, new ProtobufWriter().messages(1, shape));
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
}

function tensor(name: string, dims: readonly number[], type: number, raw: ArrayBuffer) {
  const result = new ProtobufWriter();
  for (const dim of dims) result.integer(1, dim);
  return result.integer(2, type).text(8, name).bytes(9, new Uint8Array(raw));
}

function node(operator: string, inputs: readonly string[], output: string, attributes: readonly ProtobufWriter[] = []) {
  const result = new ProtobufWriter();
  for (const input of inputs) result.text(1, input);
  return result.text(2, output).text(4, operator).messages(5, attributes);
}
const int = (name: string, of: number) => new ProtobufWriter().text(1, name).integer(3, of).integer(20, AN_INT);
const ints = (name: string, of: readonly number[]) => {
  const result = new ProtobufWriter().text(1, name);
  for (const one of of) result.integer(8, one);
  return result.integer(20, INTS);
};

/**
 * A classifier of waveforms, `input_values` [N, samples] to logits: how strong each of two tones is, as the length of the
 * window's correlation with its sine and cosine. Twenty times the share of it that a full tone would have.
 */
export function toneModel({
  rate,
  samples,
  hertz,
}: {
  rate: number;
  samples: number;
  hertz: readonly [number, number];
}) {
  const waves = new Float32Array(samples * 4);
  for (let k = 0; k < samples; k++)
    for (const [c, one] of hertz.entries()) {
      const angle = (2 * Math.PI * one * k) / rate;
      waves[4 * k + 2 * c] = Math.sin(angle) / samples;
      waves[4 * k + 2 * c + 1] = Math.cos(angle) / samples;
    }
  const graph = new ProtobufWriter()
    .messages(1, [
      node("MatMul", ["input_values", "waves"], "both"),
      node("Reshape", ["both", "pairs"], "apart"),
      node("ReduceL2", ["apart"], "strength", [ints("axes", [2]), int("keepdims", 0)]),
      node("Mul", ["strength", "gain"], "logits"),
    ])
    .text(2, "tones")
    .messages(5, [
      tensor("waves", [samples, 4], FLOAT32, waves.buffer),
      tensor("pairs", [3], INT64, BigInt64Array.of(-1n, 2n, 2n).buffer),
      tensor("gain", [1], FLOAT32, Float32Array.of(20).buffer),
    ])
    .message(11, value("input_values", ["N", samples]))
    .message(12, value("logits", ["N", 2]));
  const opset = new ProtobufWriter().text(1, "").integer(2, 13);
  return Buffer.from(new ProtobufWriter().integer(1, 8).message(7, graph).message(8, opset).finish());
}
