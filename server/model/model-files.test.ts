import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ModelCard } from "@/core/onnx/model-card";
import { ProtobufWriter } from "@/core/onnx/protobuf-writer";
import { writeLinearModel } from "@/core/training/onnx-writer";
import { addMember, addToItemCount } from "@/db/queries/projects";
import { makeProject, makeQueue } from "@/db/test-store";
import type { Actor } from "../operation";
import { claimItems } from "../queue/claim-items";
import { makeTestServer, type TestServer } from "../test-context";
import { InspectModelInput, inspectUpload } from "./inspect-upload";
import { RegisterModelInput, registerModel } from "./register-model";
import { SampleItemsInput, sampleItems } from "./sample-items";
import { readModelCard, serveModel } from "./serve-model";

let server: TestServer;
let owner: Actor;
let ann: Actor;
let stranger: Actor;
let projectId = 0;
let itemIds: number[] = [];

beforeAll(async () => {
  server = await makeTestServer();
  [owner, ann, stranger] = (await Promise.all(
    ["owner@example.org", "ann@example.org", "stranger@example.org"].map((email) => server.person(email)),
  )) as [Actor, Actor, Actor];
  const made = await makeProject(server.store, {
    labels: ["low", "high"],
    items: 12,
    roles: [],
    media: "table",
    content: (k) => ({
      data: [
        ["name", `n${k}`],
        ["height", 150 + k],
        ["age", `${20 + k}`],
      ],
    }),
  });
  ({ projectId, itemIds } = made);
  await server.store.transaction(async (tx) => {
    await addMember(tx, { projectId, userId: owner.userId, role: "owner", createdAt: 0 });
    await addMember(tx, { projectId, userId: ann.userId, role: "annotator", createdAt: 0 });
    await addToItemCount(tx, { projectId, by: 12 });
  });
});
afterAll(() => server.remove());

const rowModel = (classes = 2) =>
  writeLinearModel(
    { weights: new Float32Array(2 * classes), bias: new Float32Array(classes), classes, dims: 2 },
    ["low", "high", "odd"].slice(0, classes),
  );
const inspect = async (bytes: Uint8Array, files: { name: string; content: string }[] = []) => {
  const sent = [];
  for (const { name, content } of files) sent.push({ name, sha256: await server.upload(owner, content, name) });
  const sha256 = await server.upload(owner, bytes, "m.onnx");
  const input = InspectModelInput.parse({ projectId, sha256, files: sent });
  return { sha256, found: await inspectUpload(server.as(owner), input) };
};
const register = async (sha256: string, card: object, name = "rows") =>
  registerModel(
    server.as(owner),
    RegisterModelInput.parse({ projectId, name, files: [sha256], card, trainedOn: "nothing" }),
  );

describe("a model of table rows", () => {
  test("is proposed with the numeric columns of the project", async () => {
    const { found } = await inspect(rowModel());
    expect(found.card).toMatchObject({
      task: "tabular-classification",
      table: { columns: ["height", "age"], mean: [0, 0], std: [1, 1] },
      labels: [{ projectLabel: "low" }, { projectLabel: "high" }],
    });
    expect(found.questions.join()).toMatch(/Which columns/);
  });

  test("is refused with the reason: other media, other files, other width", async () => {
    const wide = writeLinearModel({ weights: new Float32Array(8), bias: new Float32Array(2), classes: 2, dims: 4 }, [
      "low",
      "high",
    ]);
    await expect(inspect(wide)).rejects.toThrow("reads 4 numbers; the rows of this project have 2");
    const hashed = writeLinearModel(
      { weights: new Float32Array(2 ** 15), bias: new Float32Array(2), classes: 2, dims: 2 ** 14 },
      ["low", "high"],
    );
    await expect(inspect(hashed)).rejects.toThrow("reads texts, and the items of this project are table rows");
    await expect(inspect(rowModel(), [{ name: "../a.json", content: "{\n,}" }])).rejects.toThrow("a.json, line 2:");
    await expect(inspect(new Uint8Array([1, 2, 3]))).rejects.toThrow("not a usable ONNX file");
    const also = (field: ProtobufWriter) => new Uint8Array([...rowModel(), ...field.finish()]);
    const node = new ProtobufWriter().text(4, "Frob").text(7, "my.ops");
    const foreign = new ProtobufWriter().message(25, new ProtobufWriter().text(1, "Own").message(7, node));
    await expect(inspect(also(foreign))).rejects.toThrow(
      "operators of the domain “my.ops”, which no browser has: “Frob”",
    );
    const newer = new ProtobufWriter().message(8, new ProtobufWriter().text(1, "ai.onnx.ml").integer(2, 9));
    await expect(inspect(also(newer))).rejects.toThrow(
      "operator set 9 of ai.onnx.ml; onnxruntime-web 1.30.0 runs 1 to 5",
    );
    await expect(inspect(also(new ProtobufWriter().integer(1, 99)))).rejects.toThrow("IR version 99");
  });

  test("is not registered with a card that contradicts the file", async () => {
    const { sha256, found } = await inspect(rowModel());
    const [low, high] = found.card.labels;
    const three = [...found.card.labels, { name: "odd", projectLabel: null }];
    await expect(register(sha256, { ...found.card, labels: three })).rejects.toThrow(
      "gives 2 values per item; the card names 3 classes",
    );
    const strange = [low, { ...high, projectLabel: "nowhere" }];
    await expect(register(sha256, { ...found.card, labels: strange })).rejects.toThrow('no label "nowhere"');
    const table = { columns: ["height"], mean: [0, 1], std: [1] };
    await expect(register(sha256, { ...found.card, table })).rejects.toThrow("One mean and one standard deviation");
  });

  test("samples items with their given labels for managers only", async () => {
    const input = SampleItemsInput.parse({ projectId, count: 5 });
    const sample = await sampleItems(server.as(owner), input);
    expect(new Set(sample.map(({ itemId }) => itemId)).size).toBe(5);
    expect(sample[0]?.data).toHaveLength(3);
    expect(await sampleItems(server.as(owner), input)).toEqual(sample);
    expect(await sampleItems(server.as(owner), { ...input, count: 64 })).toHaveLength(12);
    await expect(sampleItems(server.as(ann), input)).rejects.toMatchObject({ kind: "forbidden" });
  });
});

describe("who may have the files", () => {
  const picture = "not really a picture";

  test("members get weights and the self-check's pictures, strangers nothing", async () => {
    const { sha256, found } = await inspect(rowModel());
    const sample = await server.upload(owner, picture, "sample.png");
    const image = { file: "sample.png", sha256: sample, bytes: picture.length };
    const golden = [{ item: "sample 1", input: { image }, expected: [0.5, 0.5] }];
    const { modelId } = await register(sha256, { ...found.card, golden });
    for (const file of [sha256, sample]) {
      expect((await serveModel(server.as(ann), { sha256: file })).status).toBe(200);
      await expect(serveModel(server.as(stranger), { sha256: file })).rejects.toMatchObject({ kind: "not-found" });
    }
    const { card } = await readModelCard(server.as(ann), { projectId, modelId });
    expect(ModelCard.parse(card).golden).toHaveLength(1);
  });

  test("a file that nobody sent is not taken into a card", async () => {
    const { sha256, found } = await inspect(rowModel());
    const image = { file: "sample.png", sha256: "f".repeat(64), bytes: 1 };
    const golden = [{ item: "sample 1", input: { image }, expected: [0.5, 0.5] }];
    await expect(register(sha256, { ...found.card, golden })).rejects.toMatchObject({ kind: "not-found" });
  });

  test("weights for managers only: annotators get no suggestion of their browser, and are told why", async () => {
    const { sha256, found } = await inspect(rowModel(3).map((byte) => byte));
    const { modelId } = await register(sha256, { ...found.card, weights: "managers" }, "kept");
    await expect(serveModel(server.as(ann), { sha256 })).rejects.toMatchObject({ kind: "not-found" });
    await expect(readModelCard(server.as(ann), { projectId, modelId })).rejects.toMatchObject({ kind: "not-found" });
    expect((await serveModel(server.as(owner), { sha256 })).status).toBe(200);
    const queueId = await makeQueue(server.store, { projectId, itemIds, mode: "assisted", modelId });
    const claim = async (actor: Actor) =>
      (await claimItems(server.as(actor), { projectId, queueId, max: 4, userId: actor.userId })).filter(
        ({ arm }) => arm === "assisted",
      );
    for (const item of await claim(ann)) expect(item).toMatchObject({ run: null, whyNone: "kept to managers" });
    const own = await claim(owner);
    expect(own.length).toBeGreaterThan(0);
    for (const item of own) expect(item).toMatchObject({ run: { modelId, sha256 }, whyNone: null });
  });
});
