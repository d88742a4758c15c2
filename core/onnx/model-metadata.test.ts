import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../random";
import { writeCnnModel } from "../training/onnx-writer";
import { SmallCnn } from "../training/small-cnn";
import { readModelMetadata } from "./model-metadata";
import { ModelFileError } from "./protobuf-reader";
import { ProtobufWriter } from "./protobuf-writer";

const message = () => new ProtobufWriter();
const modelOf = (graph: ProtobufWriter) => message().integer(1, 8).message(7, graph).finish();
const codeOf = (bytes: Uint8Array) => {
  try {
    readModelMetadata(bytes);
    return "read";
  } catch (error) {
    if (error instanceof ModelFileError) return error.code;
    throw error;
  }
};
const sample = writeCnnModel(new SmallCnn({ channels: 1, height: 28, width: 28 }, 3, createRandom(1)), ["a", "b", "c"]);

describe("readModelMetadata", () => {
  it("drops initializers among the inputs, as older files list them", () => {
    const graph = message().message(11, message().text(1, "x")).message(11, message().text(1, "w"));
    graph.message(5, message().integer(1, 3).integer(1, 2).text(8, "w"));
    const metadata = readModelMetadata(modelOf(graph));
    expect(metadata.inputs).toEqual([{ name: "x", elemType: "unknown", shape: null }]);
    expect(metadata.parameterCount).toBe(6);
  });

  it("reads a graph that stands there in parts as one, as runtimes do: nothing hides in the second", () => {
    const outside = message().integer(14, 1).message(13, message().text(1, "location").text(2, "secret"));
    const first = message().message(11, message().text(1, "x")).message(12, message().text(1, "y"));
    const second = message().message(5, outside).message(12, message().text(1, "z"));
    const metadata = readModelMetadata(message().integer(1, 8).message(7, first).message(7, second).finish());
    expect(metadata.inputs.map(({ name }) => name)).toEqual(["x"]);
    expect(metadata.outputs.map(({ name }) => name)).toEqual(["y", "z"]);
    expect(metadata.externalData).toEqual(["secret"]);
  });

  it("reads packed dimensions", () => {
    const graph = message().message(
      5,
      message()
        .bytes(1, Uint8Array.of(0x80, 0x01, 3))
        .text(8, "w"),
    );
    expect(readModelMetadata(modelOf(graph)).parameterCount).toBe(384);
  });

  it("names files outside, also of tensors inside the body of an If", () => {
    const external = (path: string) =>
      message().integer(14, 1).message(13, message().text(1, "location").text(2, path));
    const body = message().message(5, external("inner.bin")).message(1, message().text(2, "y").text(4, "Add"));
    const graph = message().message(5, external("weights.bin"));
    graph.message(1, message().text(2, "z").text(4, "If").message(5, message().message(6, body)));
    graph.message(
      1,
      message()
        .text(2, "c")
        .text(4, "Constant")
        .message(5, message().message(5, external("../../secret"))),
    );
    const metadata = readModelMetadata(modelOf(graph));
    expect(metadata.externalData).toEqual(["../../secret", "inner.bin", "weights.bin"]);
    expect(metadata.operators.map(([name]) => name)).toEqual(["Add", "Constant", "If"]);
  });

  it("names the operator of the first output, not the last one in the file", () => {
    const graph = message().message(12, message().text(1, "probs"));
    graph
      .message(1, message().text(2, "probs").text(4, "Softmax"))
      .message(1, message().text(2, "other").text(4, "Relu"));
    expect(readModelMetadata(modelOf(graph)).lastOperator).toBe("Softmax");
  });

  it("names the domains that nodes call, in the body of an If too, without the file's own functions", () => {
    const node = (name: string, domain: string) => message().text(4, name).text(7, domain);
    const body = message().message(1, node("Inner", "my.ops"));
    const graph = message().messages(1, [node("Gelu", "com.microsoft"), node("Twice", "own"), node("Relu", "")]);
    graph.message(1, node("If", "").message(5, message().message(6, body)));
    const own = message()
      .text(1, "Twice")
      .message(7, node("Add", ""))
      .message(7, node("Odd", "my.ops"))
      .text(10, "own");
    const metadata = readModelMetadata(message().message(7, graph).message(25, own).finish());
    expect(metadata.domains).toEqual([
      ["ai.onnx", ["Add", "If", "Relu"]],
      ["com.microsoft", ["Gelu"]],
      ["my.ops", ["Inner", "Odd"]],
    ]);
    expect(metadata.irVersion).toBeNull();
  });

  it.each([
    ["an empty file", new Uint8Array(), "model-no-graph"],
    ["a text", new TextEncoder().encode("<html>not a model</html>"), "model-malformed"],
    ["a length beyond the file", Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f), "model-truncated"],
    ["a length of 2^64 - 1", Uint8Array.of(0x3a, ...Array(9).fill(0xff), 0x01), "model-truncated"],
    ["an endless number", Uint8Array.of(0x08, ...Array(11).fill(0x80)), "model-malformed"],
    ["an unfinished number", Uint8Array.of(0x08, 0x80), "model-truncated"],
    ["a number where a graph should be", Uint8Array.of(0x38, 0x01), "model-malformed"],
    [
      "a name that is not UTF-8",
      modelOf(message().message(11, message().bytes(1, Uint8Array.of(0xff)))),
      "model-malformed",
    ],
    ["a negative dimension", modelOf(message().message(5, message().integer(1, -4))), "model-malformed"],
  ])("refuses %s", (_, bytes, code) => {
    expect(codeOf(bytes)).toBe(code);
  });

  it("refuses graphs nested without end", () => {
    let graph = message();
    for (let depth = 0; depth < 12; depth++)
      graph = message().message(1, message().message(5, message().message(6, graph)));
    expect(codeOf(modelOf(graph))).toBe("model-too-deep");
  });

  it("survives any cut and any changed byte of a real file", () => {
    const head = fc.integer({ min: 0, max: Math.min(400, sample.length - 1) });
    const tail = fc.integer({ min: sample.length - 300, max: sample.length - 1 });
    fc.assert(
      fc.property(fc.oneof(head, tail), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const known = ["read", "model-truncated", "model-malformed", "model-too-deep", "model-no-graph"];
        // a cut between two fields of the end leaves a file that reads; one before the graph's end never does
        if (at <= 400) expect(codeOf(sample.subarray(0, at))).not.toBe("read");
        expect(known).toContain(codeOf(sample.subarray(0, at)));
        const changed = sample.slice();
        changed[at] = byte;
        expect(known).toContain(codeOf(changed));
      }),
    );
  });
});
