import { ModelCard, type ModelCardInput } from "../core/onnx/model-card";
import { ProtobufWriter } from "../core/onnx/protobuf-writer";
import { insertModel } from "../db/queries/models";
import type { Store } from "../db/store";
import { makeProject, makeQueue } from "../db/test-store";
import { openDataDirectory } from "../server/data-directory";
import { keepModelFile } from "../server/model/model-files";
import { dataFolder } from "./fixtures";

const LABELS = ["cat", "dog", "owl"];
const DIMS = 64;
const [FLOAT, INT64, BOOL, FLOAT16] = [1, 7, 9, 10];
const [A_INT, A_TENSOR, A_GRAPH, A_INTS] = [2, 4, 5, 7];

type Node = ProtobufWriter;
const node = (
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly ProtobufWriter[] = [],
) => {
  const writer = new ProtobufWriter();
  for (const input of inputs) writer.text(1, input);
  return writer.text(2, output).text(3, output).text(4, operator).messages(5, attributes);
};
const attribute = (name: string, type: number) => new ProtobufWriter().text(1, name).integer(20, type);
const value = (name: string, type: number, shape: readonly (number | string)[]) => {
  const dims = shape.map((dim) =>
    typeof dim === "string" ? new ProtobufWriter().text(2, dim) : new ProtobufWriter().integer(1, dim),
  );
  const tensor = new ProtobufWriter().integer(1, type).message(2, new ProtobufWriter().messages(1, dims));
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensor));
};
const floats = (name: string, dims: readonly number[], values: readonly number[]) => {
  const writer = new ProtobufWriter();
  for (const dim of dims) writer.integer(1, dim);
  return writer
    .integer(2, FLOAT)
    .text(8, name)
    .bytes(9, new Uint8Array(Float32Array.from(values).buffer));
};
const longs = (name: string, dims: readonly number[], values: readonly bigint[]) => {
  const writer = new ProtobufWriter();
  for (const dim of dims) writer.integer(1, dim);
  return writer
    .integer(2, INT64)
    .text(8, name)
    .bytes(9, new Uint8Array(BigInt64Array.from(values).buffer));
};
const yes = new ProtobufWriter().integer(2, BOOL).text(8, "yes").bytes(9, Uint8Array.of(1));

/** A model over hashed texts; `nodes` bring `input` [1, 64] to `scores` [1, 3], and a softmax follows. */
function model(nodes: readonly Node[], initializers: readonly ProtobufWriter[]): Uint8Array {
  const graph = new ProtobufWriter()
    .messages(1, [...nodes, node("Softmax", ["scores"], "probs", [attribute("axis", A_INT).integer(3, 1)])])
    .text(2, "test")
    .messages(5, initializers)
    .message(11, value("input", FLOAT, ["N", DIMS]))
    .message(12, value("probs", FLOAT, ["N", LABELS.length]));
  return new ProtobufWriter()
    .integer(1, 8)
    .message(7, graph)
    .message(8, new ProtobufWriter().text(1, "").integer(2, 13))
    .finish();
}

const weights = (fill: number) =>
  floats(
    "w",
    [DIMS, 3],
    Array.from({ length: DIMS * 3 }, (_, k) => (k % 3 === 1 ? fill : 0)),
  );
const dense = (input: string) => node("MatMul", [input, "w"], "scores");
/** One number that is 0 for the zeros of a first run and grows with the item. */
const amount = [
  node("ReduceMax", ["input"], "most", [attribute("keepdims", A_INT).integer(3, 0)]),
  node("Mul", ["most", "many"], "much"),
  node("Cast", ["much"], "count", [attribute("to", A_INT).integer(3, INT64)]),
];

/** A body that says "go on" and keeps its value; its trip count is all that ends it. */
const loopBody = new ProtobufWriter()
  .message(1, node("Identity", ["on"], "on_again"))
  .message(1, node("Mul", ["x", "one"], "x_again"))
  .text(2, "body")
  .message(5, floats("one", [], [1]))
  .message(11, value("k", INT64, []))
  .message(11, value("on", BOOL, []))
  .message(11, value("x", FLOAT, ["N", DIMS]))
  .message(12, value("on_again", BOOL, []))
  .message(12, value("x_again", FLOAT, ["N", DIMS]));

export const MODEL_FILES = {
  /** Says "dog" of every text with a word in it. */
  good: () => model([dense("input")], [weights(3)]),
  /** The same with other bytes. */
  better: () => model([dense("input")], [weights(4)]),
  notANumber: () => model([dense("input")], [weights(Number.NaN)]),
  /** Runs at once over zeros, and without an end over an item. */
  endless: () =>
    model(
      [
        ...amount,
        node("Loop", ["count", "yes", "input"], "looped", [attribute("body", A_GRAPH).message(6, loopBody)]),
        dense("looped"),
      ],
      [weights(3), floats("many", [], [1e15]), yes],
    ),
  /** Wants 3 GB for any item. */
  huge: () =>
    model(
      [
        ...amount,
        node("Reshape", ["count", "onedim"], "shape"),
        node("Mul", ["shape", "large"], "size"),
        node("Add", ["size", "onedim"], "some"),
        node("ConstantOfShape", ["some"], "block", [attribute("value", A_TENSOR).message(5, floats("zero", [1], [0]))]),
        node("ReduceMax", ["block"], "nothing", [attribute("keepdims", A_INT).integer(3, 0)]),
        node("Add", ["input", "nothing"], "same"),
        dense("same"),
      ],
      [weights(3), floats("many", [], [100]), longs("onedim", [1], [1n]), longs("large", [1], [750_000_000n])],
    ),
  /** Half precision inside: a graphics card without it cannot. */
  half: () =>
    model(
      [
        node("Cast", ["input"], "h", [attribute("to", A_INT).integer(3, FLOAT16)]),
        node("Transpose", ["h"], "ht", [attribute("perm", A_INTS).integer(8, 1).integer(8, 0)]),
        node("Transpose", ["ht"], "hh", [attribute("perm", A_INTS).integer(8, 1).integer(8, 0)]),
        node("Cast", ["hh"], "f", [attribute("to", A_INT).integer(3, FLOAT)]),
        dense("f"),
      ],
      [weights(3)],
    ),
} as const;
export type ModelFileName = keyof typeof MODEL_FILES;

const cardOf = (output: string, labels: readonly string[]): Omit<ModelCardInput, "model"> => ({
  schemaVersion: 1,
  task: "text-classification",
  input: { name: "input" },
  text: { hash: { kind: "fnv1a32", dims: DIMS, ngrams: [1, 2], maxTokens: 400 } },
  output: { name: output, kind: "probabilities" },
  labels: labels.map((name) => ({ name, projectLabel: LABELS.includes(name) ? name : null })),
});

/** A project of texts with a queue for each of these models, which run in the annotator's browser. */
export async function makeModelDesks(
  store: Store,
  wanted: readonly {
    file: ModelFileName;
    output?: string;
    labels?: readonly string[];
    golden?: ModelCardInput["golden"];
  }[],
) {
  const made = await makeProject(store, {
    labels: LABELS,
    items: 16,
    roles: ["annotator"],
    content: (k) => ({ text: `pear ${k}` }),
  });
  const desks = [];
  for (const [k, { file, output = "probs", labels = LABELS, golden = [] }] of wanted.entries()) {
    const stored = await keepModelFile(openDataDirectory(dataFolder), MODEL_FILES[file](), null);
    const card = ModelCard.parse({
      ...cardOf(output, labels),
      golden,
      model: { file: { file: "m.onnx", sha256: stored.sha256, bytes: stored.bytes } },
    });
    const { id: modelId } = await store.transaction((tx) =>
      insertModel(tx, {
        projectId: made.projectId,
        name: `${file} ${k}`,
        kind: "onnx",
        card,
        files: [stored],
        trainedOn: "nothing",
        stage: "candidate",
        createdAt: 0,
      }),
    );
    const queueId = await makeQueue(store, { ...made, overlapMin: 1, overlapMax: 1, mode: "assisted", modelId });
    desks.push({ queueId, modelId, sha256: stored.sha256 });
  }
  return { ...made, desks };
}
