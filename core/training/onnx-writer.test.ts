import { describe, expect, it } from "vitest";
import { readModelMetadata } from "../onnx/model-metadata";
import { createRandom } from "../random";
import { writeCnnModel, writeLinearModel } from "./onnx-writer";
import { SmallCnn } from "./small-cnn";

const clothes = ["Shirt", "Coat", "pêche"];
const cnn = new SmallCnn({ channels: 1, height: 28, width: 28 }, 3, createRandom(1));

describe("writeCnnModel", () => {
  it("describes itself", () => {
    expect(readModelMetadata(writeCnnModel(cnn, clothes))).toEqual({
      irVersion: 8,
      opsets: [["ai.onnx", 13]],
      producer: "concord",
      producerVersion: "",
      inputs: [{ name: "input", elemType: "float32", shape: ["N", 1, 28, 28] }],
      outputs: [
        { name: "probs", elemType: "float32", shape: ["N", 3] },
        { name: "features", elemType: "float32", shape: ["N", 256] },
      ],
      metadata: [["labels", JSON.stringify(clothes)]],
      lastOperator: "Softmax",
      operators: [
        ["Conv", 2],
        ["Relu", 2],
        ["Flatten", 1],
        ["Gemm", 1],
        ["Softmax", 1],
      ],
      domains: [["ai.onnx", ["Conv", "Flatten", "Gemm", "Relu", "Softmax"]]],
      externalData: [],
      parameterCount: cnn.parameters.length,
    });
  });

  it("holds the weights as little-endian float32", () => {
    const file = Buffer.from(writeCnnModel(cnn, clothes));
    const bias = Buffer.alloc(12);
    for (const [k, value] of [0.25, -1.5, 3].entries()) {
      cnn.parameters[cnn.denseBiasesAt + k] = value;
      bias.writeFloatLE(value, 4 * k);
    }
    expect(file.includes(bias)).toBe(false);
    expect(Buffer.from(writeCnnModel(cnn, clothes)).includes(bias)).toBe(true);
  });
});

describe("writeLinearModel", () => {
  it("takes a batch of dense features", () => {
    const model = { weights: new Float32Array(2 * 64), bias: new Float32Array(2), classes: 2, dims: 64 };
    const metadata = readModelMetadata(writeLinearModel(model, ["a", "b"]));
    expect(metadata.inputs).toEqual([{ name: "input", elemType: "float32", shape: ["N", 64] }]);
    expect(metadata.outputs).toEqual([{ name: "probs", elemType: "float32", shape: ["N", 2] }]);
    expect(metadata.parameterCount).toBe(130);
    expect(metadata.lastOperator).toBe("Softmax");
  });
});
