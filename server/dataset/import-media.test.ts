import { createReadStream, readFileSync } from "node:fs";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ZipFile } from "yazl";
import { readJsonl } from "@/core/dataset/jsonl";
import { wavTone } from "@/core/item/fixtures/wav-tone";
import { itemPage, itemsAfter } from "@/db/queries/items";
import { snapshotById } from "@/db/queries/snapshots";
import { serveMedia } from "../media/serve-media";
import type { Actor } from "../operation";
import { createProject } from "../project/create-project";
import { startSnapshot } from "../snapshot/start-snapshot";
import { makeTestServer, type TestServer } from "../test-context";
import { listItems } from "./read-items";
import { StartImportInput, startImport } from "./start-import";

let server: TestServer;
let owner: Actor;
beforeAll(async () => {
  server = await makeTestServer();
  owner = await server.person("owner@example.org", true);
});
afterAll(() => server.remove());

const tone = (hertz: number) => Buffer.from(wavTone({ hertz, seconds: 1 }));

async function zipOf(files: Record<string, Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of Object.entries(files)) zip.addBuffer(bytes, name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const makeProject = (media: "image" | "text" | "audio" | "table") =>
  createProject(server.as(owner), { name: `Of ${media}`, media, labels: [{ name: "yes" }, { name: "no" }] });

async function importInto(
  projectId: number,
  { content, zip, ...options }: { content: string; zip?: Buffer } & Partial<StartImportInput>,
) {
  const sha256 = await server.upload(owner, content, "items.jsonl");
  const mediaSha256 = zip ? await server.upload(owner, zip, "media.zip") : null;
  const input = StartImportInput.parse({ projectId, sha256, mediaSha256, ...options });
  return server.run(await startImport(server.as(owner), input));
}

/** The lines of a snapshot of the project as it is. */
async function snapshotLines(projectId: number) {
  const job = await server.run(await startSnapshot(server.as(owner), { projectId, note: "" }));
  const { snapshotId } = job.result as { snapshotId: number };
  const snapshot = await snapshotById(server.store.read, { projectId, snapshotId });
  const lines: string[] = [];
  for await (const { raw } of readJsonl(createReadStream(server.data.snapshot(snapshot?.itemsHash ?? ""))))
    lines.push(raw ?? "");
  return lines;
}

const itemsOf = (projectId: number) => itemsAfter(server.store.read, { projectId, after: 0, limit: 100 });
const serve = (itemId: number, variant: "original" | "thumbnail" | "audio", range: string | null = null) =>
  serveMedia(server.as(owner), { itemId, variant, etag: null, range });

describe("an audio project", () => {
  const low = tone(220);
  const high = tone(880);
  const content = [
    '{"id":"a-1","text":"As heard.","audio":"clips/low.wav","label":"yes"}',
    '{"id":"a-2","audio":"clips/high.wav","data":{"speaker":"s1","year":2024}}',
    '{"id":"a-3","audio":"clips/page.wav"}',
    '{"id":"a-4","audio":"clips/none.wav"}',
    '{"id":"a-5","text":"no sound"}',
    '{"id":"a-6","audio":"clips/photo.png"}',
    `{"id":"a-7","audio":"clips/low.wav","sha256":"${"0".repeat(64)}"}`,
  ].join("\n");
  let projectId = 0;
  let zip: Buffer;
  beforeAll(async () => {
    ({ projectId } = await makeProject("audio"));
    const photo = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#123" } })
      .png()
      .toBuffer();
    zip = await zipOf({
      "clips/low.wav": low,
      "clips/high.wav": high,
      "clips/page.wav": Buffer.from("<!doctype html><script>alert(1)</script>"),
      "clips/photo.png": photo,
    });
  });

  test("takes what is a sound, says of the rest why not, by line and field", async () => {
    const { result } = await importInto(projectId, { content, zip });
    expect(result).toMatchObject({
      report: { total: 7, accepted: 2, created: 2, rejected: 5 },
      errors: expect.arrayContaining([
        expect.objectContaining({ line: 3, code: "media-invalid", field: "audio" }),
        expect.objectContaining({ line: 4, code: "media-missing", field: "audio" }),
        expect.objectContaining({ line: 5, code: "payload-missing", field: "audio" }),
        expect.objectContaining({ line: 6, code: "media-invalid", field: "audio", message: "The file is a picture." }),
        expect.objectContaining({ line: 7, code: "media-invalid", field: "sha256" }),
      ]),
    });
    const items = await itemsOf(projectId);
    expect(items.map((item) => [item.externalId, item.mediaType, item.text, item.data, item.audioPath])).toEqual([
      ["a-1", "audio", "As heard.", null, "clips/low.wav"],
      [
        "a-2",
        "audio",
        null,
        [
          ["speaker", "s1"],
          ["year", 2024],
        ],
        "clips/high.wav",
      ],
    ]);
    expect(readFileSync(server.data.media(items[0]?.audioHash ?? "")).equals(low)).toBe(true);
  });

  test("is served with its own type and by ranges", async () => {
    const [item] = await itemsOf(projectId);
    const whole = await serve(item?.id ?? 0, "audio");
    expect(whole.status).toBe(200);
    expect(whole.headers.get("content-type")).toBe("audio/wav");
    expect(whole.headers.get("accept-ranges")).toBe("bytes");
    expect(whole.headers.get("content-security-policy")).toContain("sandbox");
    expect(Buffer.from(await whole.arrayBuffer()).equals(low)).toBe(true);
    const part = await serve(item?.id ?? 0, "audio", "bytes=4-7");
    expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 4-7/${low.length}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(low.subarray(4, 8))).toBe(true);
    expect((await serve(item?.id ?? 0, "audio", `bytes=${low.length}-`)).status).toBe(416);
    await expect(serve(item?.id ?? 0, "original")).rejects.toMatchObject({ kind: "not-found" });
  });

  test("comes back byte for byte in another project, and the same file again changes nothing", async () => {
    const lines = await snapshotLines(projectId);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      audio: "clips/low.wav",
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const again = await importInto(projectId, { content: lines.join("\n") });
    expect(again.result).toMatchObject({ report: { total: 2, accepted: 0, duplicates: 2 }, differing: 0 });
    const other = await makeProject("audio");
    await importInto(other.projectId, { content: lines.join("\n"), zip });
    expect(await snapshotLines(other.projectId)).toEqual(lines);
  });

  test("another sound, or another context, under a known id is named as differing", async () => {
    const other = await zipOf({ "clips/low.wav": high });
    const changed = '{"id":"a-1","text":"As heard.","audio":"clips/low.wav"}';
    expect((await importInto(projectId, { content: changed, zip: other, dryRun: true })).result).toMatchObject({
      differing: 1,
    });
    const context = '{"id":"a-1","text":"Another transcript.","audio":"clips/low.wav"}';
    const { result } = await importInto(projectId, { content: context, dryRun: true, onExisting: "update" });
    expect(result).toMatchObject({ errors: [{ line: 1, code: "payload-changed", field: "audio" }] });
  });
});

describe("a table project", () => {
  test("keeps columns in their order through store, snapshot and re-import", async () => {
    const { projectId } = await makeProject("table");
    const content = [
      '{"id":"r-1","data":{"10":1,"name":"Åse","2":null,"empty":"","ok":true},"label":"yes"}',
      '{"id":"r-2","data":{"ok":true,"empty":"","2":null,"name":"Åse","10":1}}',
    ].join("\n");
    expect((await importInto(projectId, { content })).result).toMatchObject({ report: { created: 2 } });
    const items = await itemsOf(projectId);
    expect(items[0]?.data?.map(([column]) => column)).toEqual(["10", "name", "2", "empty", "ok"]);
    // what is judged is the same, whatever the order
    expect(items[0]?.contentHash).toBe(items[1]?.contentHash);
    const lines = await snapshotLines(projectId);
    expect(lines[0]).toContain('"data":{"10":1,"name":"Åse","2":null,"empty":"","ok":true},"label":"yes"');
    const other = await makeProject("table");
    await importInto(other.projectId, { content: lines.join("\n") });
    expect(await snapshotLines(other.projectId)).toEqual(lines);
    expect((await importInto(projectId, { content })).result).toMatchObject({
      report: { duplicates: 2 },
      differing: 0,
    });
  });

  test("takes the columns of a CSV, and lists show a row in one line", async () => {
    const { projectId } = await makeProject("table");
    const content = "id,age,city,code,label\nc-1,41,Oulu,007,yes\nc-2,,,,no\n";
    const { result } = await importInto(projectId, { content });
    expect(result).toMatchObject({
      report: { created: 1, rejected: 1 },
      errors: [{ line: 3, code: "payload-missing", field: "data" }],
      preview: [{ id: "c-1", text: "age: 41 · city: Oulu · code: 007" }],
    });
    const filter = { projectId, cursor: null, limit: 5, status: null, given: null, resolved: null, search: null };
    expect((await listItems(server.as(owner), filter)).rows.map(({ text }) => text)).toEqual([
      "age: 41 · city: Oulu · code: 007",
    ]);
    expect((await itemPage(server.store.read, filter))[0]?.data).toEqual([
      ["age", 41],
      ["city", "Oulu"],
      ["code", "007"],
    ]);
  });
});

describe("an image project", () => {
  test("knows the upright size of a turned photo and shows it upright", async () => {
    const { projectId } = await makeProject("image");
    const turned = await sharp({ create: { width: 40, height: 20, channels: 3, background: "#c04" } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const zip = await zipOf({ "turned.jpg": turned });
    await importInto(projectId, { content: '{"id":"i-1","image":"turned.jpg","text":"a caption"}', zip });
    const [item] = await itemsOf(projectId);
    expect([item?.imageWidth, item?.imageHeight, item?.text]).toEqual([20, 40, "a caption"]);
    const thumbnail = await serve(item?.id ?? 0, "thumbnail");
    const shown = await sharp(Buffer.from(await thumbnail.arrayBuffer())).metadata();
    expect([shown.width, shown.height]).toEqual([20, 40]);
  });
});
