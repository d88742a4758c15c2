import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { wavTone } from "@/core/item/fixtures/wav-tone";
import { MAX_EXAMPLES } from "@/core/label-set/label-set";
import { insertItems } from "@/db/queries/items";
import { auditOf } from "@/db/queries/jobs";
import { updateLabel } from "@/db/queries/labels";
import { addMember, projectLabels, type Role } from "@/db/queries/projects";
import { updateQueue } from "@/db/queries/queues";
import { makeProject, makeQueue } from "@/db/test-store";
import { storeAudio } from "../media/store-audio";
import { storeImage } from "../media/store-image";
import type { Actor } from "../operation";
import { makeTestServer, type TestServer } from "../test-context";
import { AddExampleInput, addExample } from "./add-example";
import { ListExamplesInput, listExamples } from "./list-examples";
import { removeExample } from "./remove-example";
import { ShowExamplesInput, showExamples } from "./show-examples";

const ROLES: Role[] = ["owner", "manager", "adjudicator", "annotator", "viewer"];
let server: TestServer;
const people = new Map<Role, Actor>();
const person = (role: Role) => server.as(people.get(role) as Actor);
beforeAll(async () => {
  server = await makeTestServer();
  for (const role of ROLES) people.set(role, await server.person(`${role}@example.org`));
});
afterAll(() => server.remove());

type Content = NonNullable<Parameters<typeof makeProject>[1]>;

/** A project of everybody, and its examples as managers and annotators see them. */
async function makeTexts(options: Content = {}) {
  const { projectId, itemIds } = await makeProject(server.store, options);
  await server.store.transaction(async (tx) => {
    for (const [role, { userId }] of people) await addMember(tx, { projectId, userId, role, createdAt: 0 });
  });
  return {
    projectId,
    itemIds,
    add: (label: string, k: number, note: string | null = null, as: Role = "manager") =>
      addExample(person(as), AddExampleInput.parse({ projectId, label, itemId: itemIds[k] ?? 0, note })),
    shown: (as: Role = "annotator", cursor = 0) =>
      showExamples(person(as), ShowExamplesInput.parse({ projectId, cursor })),
    listed: () => listExamples(person("manager"), ListExamplesInput.parse({ projectId })),
  };
}
const textsOf = ({ rows }: Awaited<ReturnType<typeof showExamples>>) => rows.map((row) => `${row.label}: ${row.text}`);

describe("managers choose", () => {
  test.each(ROLES)("as %s", async (role) => {
    const { projectId, add } = await makeTexts();
    const { exampleId } = await add("cat", 0);
    const isManager = role === "owner" || role === "manager";
    const tries = [
      () => add("cat", 1, null, role),
      () => listExamples(person(role), ListExamplesInput.parse({ projectId })),
      () => removeExample(person(role), { projectId, exampleId }),
    ];
    for (const attempt of tries)
      if (isManager) await attempt();
      else await expect(attempt()).rejects.toMatchObject({ kind: "forbidden" });
  });

  test("any label of the set, once per label, six items of a label", async () => {
    const { add } = await makeTexts();
    for (let k = 0; k < MAX_EXAMPLES; k++) await add("cat", k);
    await expect(add("cat", 0)).rejects.toMatchObject({ kind: "conflict", message: /already/ });
    await expect(add("cat", 7)).rejects.toMatchObject({ kind: "conflict", message: /6 examples/ });
    await add("dog", 7);
    await add("owl", 7);
  });

  test("six stay six when seven are added at once", async () => {
    const { add, listed } = await makeTexts();
    const results = await Promise.allSettled(Array.from({ length: 7 }, (_, k) => add("cat", k)));
    expect(results.filter((one) => one.status === "fulfilled")).toHaveLength(6);
    expect(await listed()).toHaveLength(6);
  });

  test("no label that is unknown or retired, no item of another project", async () => {
    const { projectId, add, itemIds } = await makeTexts();
    const other = await makeTexts();
    await expect(add("cow", 0)).rejects.toMatchObject({ kind: "invalid", field: "label" });
    await retire(projectId, "dog");
    await expect(add("dog", 0)).rejects.toMatchObject({ kind: "invalid", message: /retired/ });
    const foreign = { projectId, label: "cat", itemId: other.itemIds[0] ?? 0, note: null };
    await expect(addExample(person("manager"), foreign)).rejects.toMatchObject({ kind: "not-found" });
    const { exampleId } = await add("cat", 0);
    const elsewhere = { projectId: other.projectId, exampleId };
    await expect(removeExample(person("manager"), elsewhere)).rejects.toMatchObject({ kind: "not-found" });
    expect(AddExampleInput.safeParse({ projectId, label: "cat", itemId: itemIds[0], note: "x".repeat(301) })).toEqual(
      expect.objectContaining({ success: false }),
    );
  });

  test("with an optional note, and a trace of who did it", async () => {
    const { projectId, add, listed } = await makeTexts();
    await add("cat", 0, "  whiskers  ");
    const { exampleId } = await add("cat", 1, " ");
    expect((await listed()).map(({ note, addedBy, externalId, text }) => [note, addedBy, externalId, text])).toEqual([
      ["whiskers", "manager", "item-0", "text 0"],
      [null, "manager", "item-1", "text 1"],
    ]);
    await removeExample(person("owner"), { projectId, exampleId });
    expect(await listed()).toHaveLength(1);
    const trail = async (action: string) =>
      (await auditOf(server.store.read, { projectId, action })).map((row) => [row.actor, row.subject, row.data]);
    expect(await trail("example.add")).toEqual([
      ["manager@example.org", "item-0", { label: "cat" }],
      ["manager@example.org", "item-1", { label: "cat" }],
    ]);
    expect(await trail("example.remove")).toEqual([["owner@example.org", "item-1", { label: "cat" }]]);
  });
});

async function retire(projectId: number, key: string) {
  const label = (await projectLabels(server.store.read, { projectId })).find((one) => one.key === key);
  if (!label) throw new Error(`no label ${key}`);
  const { name, color, shortcut, description, parent } = label;
  await server.store.transaction((tx) =>
    updateLabel(tx, { projectId, key, name, color, shortcut, description, parent, retiredAt: 1 }),
  );
}

describe("annotators see", () => {
  test("label, content and note, in the order of the labels, and nothing that names an item", async () => {
    const { add, shown } = await makeTexts();
    await add("owl", 2, "at night");
    await add("cat", 0);
    expect(await shown()).toEqual({
      rows: [
        { label: "cat", note: null, text: "text 0", cells: null, picture: null, recording: null },
        { label: "owl", note: "at night", text: "text 2", cells: null, picture: null, recording: null },
      ],
      nextCursor: null,
    });
  });

  test("nothing where they do not label, and nothing made for somebody else", async () => {
    const { projectId } = await makeTexts();
    await expect(showExamples(person("viewer"), { projectId, cursor: 0 })).rejects.toMatchObject({ kind: "forbidden" });
    const asOther = { projectId, cursor: 0, userId: people.get("owner")?.userId };
    await expect(showExamples(person("annotator"), asOther)).rejects.toMatchObject({ kind: "forbidden" });
    const stranger = server.as(await server.person("stranger@example.org"));
    await expect(showExamples(stranger, { projectId, cursor: 0 })).rejects.toMatchObject({ kind: "not-found" });
  });

  test("none of a retired label", async () => {
    const { projectId, add, shown, listed } = await makeTexts();
    await add("cat", 0);
    await add("dog", 1);
    await retire(projectId, "dog");
    expect(textsOf(await shown())).toEqual(["cat: text 0"]);
    expect((await listed()).map((row) => [row.label, row.isRetired])).toEqual([
      ["cat", false],
      ["dog", true],
    ]);
  });

  test("none that a queue asks about, whoever made it when; managers see why", async () => {
    const { projectId, itemIds, add, shown, listed } = await makeTexts();
    await add("cat", 0);
    await add("cat", 1);
    expect(textsOf(await shown())).toEqual(["cat: text 0", "cat: text 1"]);
    const queueId = await makeQueue(server.store, { projectId, itemIds: itemIds.slice(1, 3) });
    for (const role of ["annotator", "owner"] as const) expect(textsOf(await shown(role))).toEqual(["cat: text 0"]);
    expect((await listed()).map((row) => row.withheld)).toEqual([null, "asked"]);
    for (const state of ["paused", "filling"] as const) {
      await server.store.transaction((tx) => updateQueue(tx, { queueId, state }));
      expect(textsOf(await shown())).toEqual(["cat: text 0"]);
    }
    await server.store.transaction((tx) => updateQueue(tx, { queueId, state: "closed" }));
    expect(textsOf(await shown())).toEqual(["cat: text 0", "cat: text 1"]);
    expect((await listed()).map((row) => row.withheld)).toEqual([null, null]);
  });

  test("no exact duplicate of what a queue asks about, of this project alone", async () => {
    const { projectId, itemIds, add, shown, listed } = await makeTexts();
    const other = await makeTexts();
    const twins = await server.store.transaction((tx) =>
      insertItems(tx, [
        {
          projectId,
          externalId: "twin",
          number: 99,
          mediaType: "text",
          text: "text 4",
          contentHash: "hash-4",
          importId: 0,
        },
      ]),
    );
    await makeQueue(server.store, { projectId, itemIds: twins.map(({ id }) => id) });
    // the same contents, asked about elsewhere
    await makeQueue(server.store, { projectId: other.projectId, itemIds: other.itemIds });
    await add("cat", 4);
    await add("dog", 5);
    expect(itemIds).not.toContain(twins[0]?.id);
    expect(textsOf(await shown())).toEqual(["dog: text 5"]);
    expect((await listed()).map((row) => row.withheld)).toEqual(["asked", null]);
  });

  test("in pages, so that many labels do not come at once", async () => {
    const labels = Array.from({ length: 12 }, (_, k) => `label-${k}`);
    const { add, shown } = await makeTexts({ labels });
    for (const label of labels) for (let k = 0; k < MAX_EXAMPLES; k++) await add(label, k);
    const first = await shown();
    expect([first.rows.length, first.nextCursor]).toEqual([60, 60]);
    const rest = await shown("annotator", 60);
    expect([rest.rows.length, rest.nextCursor]).toEqual([12, null]);
    expect(rest.rows[0]?.label).toBe("label-10");
  });

  test("long texts cut, the first cells of a row, pictures in small, recordings by their length", async () => {
    const texts = await makeTexts({ content: () => ({ text: "x".repeat(400) }) });
    await texts.add("cat", 0);
    expect((await texts.shown()).rows[0]?.text).toBe(`${"x".repeat(160)}…`);

    const data = Array.from({ length: 6 }, (_, k): [string, number] => [`c${k}`, k]);
    const rows = await makeTexts({ media: "table", content: () => ({ data }) });
    await rows.add("cat", 0);
    expect((await rows.shown()).rows[0]?.cells).toEqual(data.slice(0, 4));

    const png = await sharp({ create: { width: 900, height: 600, channels: 3, background: "red" } })
      .png()
      .toBuffer();
    const { sha256: mediaHash } = await storeImage(server.data, png);
    const pictures = await makeTexts({ content: () => ({ mediaHash }) });
    await pictures.add("cat", 0);
    const [type, body = ""] = ((await pictures.shown()).rows[0]?.picture ?? "").split(",");
    expect(type).toBe("data:image/webp;base64");
    expect(await sharp(Buffer.from(body, "base64")).metadata()).toMatchObject({ width: 256, height: 171 });

    const { sha256: audioHash } = await storeAudio(server.data, wavTone({ hertz: 440, seconds: 2 }));
    const sounds = await makeTexts({ media: "audio", content: () => ({ audioHash }) });
    await sounds.add("cat", 0);
    expect((await sounds.shown()).rows[0]).toMatchObject({ picture: null, recording: { seconds: 2 } });
  });
});
