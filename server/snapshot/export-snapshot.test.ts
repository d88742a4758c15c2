import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPromise } from "yauzl";
import { projectExports } from "@/db/queries/snapshots";
import { StartImportInput, startImport } from "../dataset/start-import";
import type { Actor } from "../operation";
import { createProject } from "../project/create-project";
import { makeTestServer, type TestServer } from "../test-context";
import { ExportInput, startExport, startSnapshot } from "./start-snapshot";

let server: TestServer;
let owner: Actor;
beforeAll(async () => {
  server = await makeTestServer();
  owner = await server.person("owner@example.org", true);
});
afterAll(() => server.remove());

async function textsOf(path: string) {
  const texts = new Map<string, string>();
  const zip = await openPromise(path, { lazyEntries: true });
  for await (const entry of zip.eachEntry())
    texts.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)));
  return texts;
}

/** What an export of the imported lines holds, by file. */
async function throughSnapshot(task: "multi-label" | "spans", lines: readonly object[], format: "jsonl" | "csv") {
  const labels = [{ name: "person" }, { name: "place" }];
  const { projectId } = await createProject(server.as(owner), { name: task, task, media: "text", labels });
  const content = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  const sha256 = await server.upload(owner, content, "items.jsonl");
  await server.run(await startImport(server.as(owner), StartImportInput.parse({ projectId, sha256 })));
  const made = await server.run(await startSnapshot(server.as(owner), { projectId, note: "" }));
  const { snapshotId } = made.result as { snapshotId: number };
  const job = await server.run(
    await startExport(server.as(owner), ExportInput.parse({ projectId, snapshotId, format })),
  );
  expect(job.error).toBeNull();
  const [row] = await projectExports(server.store.read, { projectId });
  return textsOf(server.data.exportFile(row?.id ?? 0, row?.file ?? ""));
}

describe.each([
  ["multi-label" as const, ["person", "place"], '"[""person"",""place""]"'],
  [
    "spans" as const,
    { spans: [{ start: 0, end: 3, label: "person" }] },
    '"{""spans"":[{""start"":0,""end"":3,""label"":""person""}]}"',
  ],
])("an export of %s", (task, label, cell) => {
  const lines = [{ id: "1", text: "Åse of Lyon", label }];

  test("as JSONL gives the values that came in", async () => {
    const files = await throughSnapshot(task, lines, "jsonl");
    expect(JSON.parse(files.get("items.jsonl") ?? "")).toMatchObject({ ...lines[0], resolved: { label } });
    expect(JSON.parse(files.get("manifest.json") ?? "").losses).toEqual([]);
  });

  test("as CSV has them as JSON in a cell, and its manifest says so", async () => {
    const files = await throughSnapshot(task, lines, "csv");
    expect(files.get("items.csv")).toContain(`1,Åse of Lyon,${cell},${cell},given`);
    expect(JSON.parse(files.get("manifest.json") ?? "").losses).toEqual([
      expect.objectContaining({ what: "structured values", count: 2 }),
    ]);
  });
});
