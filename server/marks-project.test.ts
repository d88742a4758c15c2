import { readFileSync } from "node:fs";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import yazl from "yazl";
import type { AnnotationValue } from "@/core/annotation/annotation-value";
import { answerText } from "@/core/annotation/answer-text";
import type { Task } from "@/core/label-set/label-set";
import { itemsAfter, resolutionsOf } from "@/db/queries/items";
import { addMember } from "@/db/queries/projects";
import { snapshotById } from "@/db/queries/snapshots";
import { makeQueue } from "@/db/test-store";
import { adjudicateItem, giveFirstAnswer } from "./adjudication/adjudicate-item";
import { computeAgreement } from "./agreement/measure-agreement";
import { submitAnnotations } from "./annotation/submit-annotations";
import { StartImportInput, startImport } from "./dataset/start-import";
import type { Actor } from "./operation";
import { createProject } from "./project/create-project";
import { claimItems } from "./queue/claim-items";
import { resumeClaims } from "./queue/resume-claims";
import { startSnapshot } from "./snapshot/start-snapshot";
import { makeTestServer, type TestServer } from "./test-context";

let server: TestServer;
let owner: Actor;
let ann: Actor;
let bob: Actor;
beforeAll(async () => {
  server = await makeTestServer();
  owner = await server.person("owner@example.org", true);
  [ann, bob] = [await server.person("ann@example.org"), await server.person("bob@example.org")];
});
afterAll(() => server.remove());

async function project(task: Task, media: "text" | "image", labels: string[]) {
  const { projectId } = await createProject(server.as(owner), {
    name: `${task} ${crypto.randomUUID()}`,
    task,
    media,
    labels: labels.map((name) => ({ name })),
  });
  await server.store.transaction(async (tx) => {
    for (const { userId } of [ann, bob]) await addMember(tx, { projectId, userId, role: "annotator", createdAt: 0 });
  });
  return projectId;
}

async function importRows(projectId: number, rows: object[], mediaSha256: string | null = null) {
  const content = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  const sha256 = await server.upload(owner, content, "items.jsonl");
  const input = StartImportInput.parse({ projectId, sha256, mediaSha256 });
  return server.run(await startImport(server.as(owner), input));
}

async function openQueue(projectId: number) {
  const items = await itemsAfter(server.store.read, { projectId, after: 0, limit: 100 });
  const itemIds = items.map((item) => item.id);
  const queueId = await makeQueue(server.store, { projectId, itemIds, overlapMax: 2 });
  const idOf = (externalId: string) => items.find((item) => item.externalId === externalId)?.id ?? 0;
  return { projectId, itemIds, idOf, queueId };
}
type Queue = Awaited<ReturnType<typeof openQueue>>;

/** Answers what the person can claim; `undefined` leaves the item alone. */
async function give(actor: Actor, { projectId, queueId, idOf }: Queue, values: Record<string, AnnotationValue>) {
  const claims = [
    ...(await resumeClaims(server.as(actor), { projectId, queueId })),
    ...(await claimItems(server.as(actor), { projectId, queueId, max: 32 })),
  ];
  const answers = Object.entries(values).map(([id, value]) => ({
    clientKey: crypto.randomUUID(),
    claimId: claims.find((claim) => claim.itemId === idOf(id))?.claimId ?? 0,
    itemId: idOf(id),
    kind: "label" as const,
    value,
    certainty: "sure" as const,
    durationMs: 900,
    clientTime: 1_000,
    shown: null,
  }));
  const { results } = await submitAnnotations(server.as(actor), { projectId, queueId, answers });
  return results.map(({ result, code }) => code ?? result);
}

async function states({ itemIds }: Queue) {
  const rows = await resolutionsOf(server.store.read, { itemIds });
  return itemIds.map((id) => {
    const { label, status, source } = rows.find((row) => row.itemId === id) ?? {};
    return [label, status, source];
  });
}

async function snapshotLines(projectId: number) {
  const job = await server.run(await startSnapshot(server.as(owner), { projectId, note: "" }));
  expect(job.error).toBeNull();
  const { snapshotId } = job.result as { snapshotId: number };
  const stored = await snapshotById(server.store.read, { projectId, snapshotId });
  const text = readFileSync(server.data.snapshot(stored?.itemsHash ?? ""), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

test("multi-label: given sets, per-label conflicts, MASI alpha, and back into another project unchanged", async () => {
  const names = ["Leaf", "Sticker", "Bruise"];
  const projectId = await project("multi-label", "text", names);
  const { result } = await importRows(projectId, [
    { id: "a", text: "one", label: ["Sticker", "Leaf"] },
    { id: "b", text: "two", label: [] },
    { id: "c", text: "three" },
    { id: "d", text: "four", label: ["Leaf", "Leaf"] },
    { id: "e", text: "five", label: ["Stone"] },
  ]);
  expect(result).toMatchObject({
    report: { created: 3, rejected: 2, codes: { "label-invalid": 1, "label-unknown": 1 } },
    errors: [
      { line: 4, field: "label" },
      { line: 5, field: "label[0]" },
    ],
  });
  const queue = await openQueue(projectId);
  expect(await give(ann, queue, { a: { label: "leaf" } })).toEqual(["value-invalid"]);
  expect(await give(ann, queue, { a: { labels: ["stone"] } })).toEqual(["label-unknown"]);
  await give(ann, queue, {
    a: { labels: ["sticker", "leaf"] },
    b: { labels: ["leaf"] },
    c: { labels: [], offered: 2 },
  });
  await give(bob, queue, { a: { labels: ["leaf", "sticker"] }, b: { labels: [] }, c: { labels: [] } });
  expect(await states(queue)).toEqual([
    [answerText({ labels: ["leaf", "sticker"] }), "agreed", "consensus"],
    [answerText({ labels: [] }), "disputed", "given"],
    // bruise was offered to one of the two only
    [null, "in-review", null],
  ]);
  const { marks, headline } = await computeAgreement(server.store.read, projectId);
  expect(marks?.[headline ?? -1]?.summary).toMatchObject({ task: "multi-label", pairableItems: 3, votes: 6 });

  const lines = await snapshotLines(projectId);
  expect(lines[0]).toMatchObject({ label: ["Leaf", "Sticker"], resolved: { votes: { Leaf: 2, Sticker: 2 } } });
  expect(lines[2].annotations[0]).toMatchObject({ label: [], offered: 2 });
  const copyId = await project("multi-label", "text", names);
  expect((await importRows(copyId, lines)).result).toMatchObject({ report: { created: 3, rejected: 0 } });
  const again = await snapshotLines(copyId);
  expect(again.map((line) => [line.label, line.resolved.label, line.resolved.status])).toEqual(
    lines.map((line) => [line.label, line.resolved.label, line.resolved.status]),
  );
});

test("spans: code points of the unchanged text, resolved by a person only", async () => {
  const projectId = await project("spans", "text", ["Fruit", "Place"]);
  const text = "🍐 pears of Ülm";
  const fruit = { start: 2, end: 7, label: "fruit" };
  const { result } = await importRows(projectId, [
    {
      id: "a",
      text,
      label: {
        spans: [
          { start: 11, end: 14, label: "Place" },
          { start: 2, end: 7, label: "Fruit" },
        ],
      },
    },
    { id: "b", text: "nothing", label: [] },
    { id: "c", text, label: { spans: [{ start: 11, end: 15, label: "Place" }] } },
    { id: "d", text, label: "Fruit" },
  ]);
  expect(result).toMatchObject({
    report: { created: 2, rejected: 2 },
    errors: [
      { line: 3, field: "label.spans[0]", message: "The span ends at 15; the text has 14 characters." },
      { line: 4, field: "label" },
    ],
  });
  const queue = await openQueue(projectId);
  expect(await give(ann, queue, { a: { spans: [{ start: 11, end: 15, label: "place" }] } })).toEqual(["value-invalid"]);
  expect(await give(ann, queue, { a: { spans: [fruit] }, b: { spans: [] } })).toEqual(["accepted", "accepted"]);
  await give(bob, queue, { a: { spans: [{ ...fruit, start: 0 }] }, b: { spans: [] } });
  const given = answerText({ spans: [fruit, { start: 11, end: 14, label: "place" }] });
  expect(await states(queue)).toEqual([
    [given, "disputed", "given"],
    [answerText({ spans: [] }), "in-review", "given"],
  ]);
  const { marks } = await computeAgreement(server.store.read, projectId);
  expect(marks?.[0]?.summary.measures[0]?.estimate).toMatchObject({ value: 0, n: 1 });
  expect(marks?.[0]?.summary.emptyPairs).toBe(1);

  const itemId = queue.idOf("a");
  const label = answerText({ spans: [fruit] });
  const beyond = { projectId, itemId, version: 0, label: answerText({ spans: [{ ...fruit, end: 99 }] }) };
  await expect(giveFirstAnswer(server.as(owner), beyond)).rejects.toMatchObject({ kind: "invalid", field: "label" });
  await giveFirstAnswer(server.as(owner), { projectId, itemId, version: 0, label });
  const decided = {
    projectId,
    itemId,
    expectedVersion: 0,
    decision: "label" as const,
    label,
    reason: "",
    rule: null,
    seen: [],
  };
  expect(await adjudicateItem(server.as(owner), decided)).toEqual({ version: 1 });
  expect((await states(queue))[0]).toEqual([label, "corrected", "adjudication"]);
  const [line] = await snapshotLines(projectId);
  expect(line.resolved.label).toEqual({ spans: [{ start: 2, end: 7, label: "Fruit" }] });
  expect(line.adjudications[0].label).toEqual(line.resolved.label);
});

test("boxes: inside the picture, alike from half of the area on", async () => {
  const zip = new yazl.ZipFile();
  const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  zip.addBuffer(png, "a.png");
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  const media = await server.upload(owner, Buffer.concat(parts), "media.zip");
  const projectId = await project("boxes", "image", ["Fruit", "Leaf"]);
  const box = { x: 4, y: 2, w: 10, h: 12 };
  const { result } = await importRows(
    projectId,
    [
      { id: "a", image: "a.png", label: { boxes: [{ ...box, label: "Fruit" }] } },
      { id: "b", image: "a.png", label: { boxes: [{ ...box, x: 31, label: "Fruit" }] } },
      { id: "c", image: "a.png", label: { boxes: [{ ...box, w: 0, label: "Fruit" }] } },
    ],
    media,
  );
  expect(result).toMatchObject({
    report: { created: 1, rejected: 2 },
    errors: [{ line: 2, message: "A box reaches beyond the picture of 40 x 30 pixels." }, { line: 3 }],
  });
  const queue = await openQueue(projectId);
  const one = (x: number): AnnotationValue => ({ boxes: [{ ...box, x, label: "fruit" }] });
  await give(ann, queue, { a: one(4) });
  await give(bob, queue, { a: one(6) });
  expect((await states(queue))[0]?.[1]).toBe("in-review");
  const { marks } = await computeAgreement(server.store.read, projectId);
  expect(marks?.[0]?.summary.measures[0]?.estimate).toMatchObject({ value: 1, n: 1 });
});
