import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DEFAULT_RECORD_OPTIONS, labelOrder, type RecordOptions } from "./dataset-record";
import { ImportCounter, type Reject, RowLedger, writeReject } from "./import-report";
import { readJsonl, writeJsonl } from "./jsonl";
import { contentHash, filesHash, Manifest, writeManifest } from "./manifest";
import { type ParsedRecord, parseRecordLine } from "./parse-record";
import { writeRecordLine } from "./record-line";
import { parseSchemaFile, writeSchemaFile } from "./schema-file";

const samples = join(process.env.CONCORD_GOLDEN ?? "../shared/golden", "..", "samples", "formats");
const hasSamples = existsSync(join(samples, "README.md"));
if (!hasSamples) console.warn(`The format samples are skipped: ${samples} is absent.`);

const read = (name: string) => readFileSync(join(samples, name), "utf8");
const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");
const options: RecordOptions = {
  ...DEFAULT_RECORD_OPTIONS,
  media: "image",
  labels: labelOrder(["apple", "pear", "quince", "pêche"]),
};

async function parseSample(name: string): Promise<{ raw: string; line: number; parsed: ParsedRecord }[]> {
  const rows = [];
  for await (const { line, raw } of readJsonl(createReadStream(join(samples, name), { highWaterMark: 100 }))) {
    if (raw === undefined) throw new Error("a line is too long");
    rows.push({ raw, line, parsed: parseRecordLine(raw, line, options) });
  }
  return rows;
}

describe.skipIf(!hasSamples)("concord.items.jsonl", () => {
  it("is equal in bytes after reading and writing", async () => {
    const rows = await parseSample("concord.items.jsonl");
    const records = rows.map(({ parsed }) => {
      if (!parsed.ok) throw new Error(`${parsed.code} ${parsed.field} ${parsed.message}`);
      expect(parsed.warnings).toEqual([]);
      return parsed.record;
    });
    expect([...writeJsonl(records)].join("")).toBe(read("concord.items.jsonl"));
    expect(records.map(({ label }) => label)).toEqual([
      "apple",
      "pear",
      null,
      "apple",
      "pêche",
      "quince",
      "pear",
      "apple",
    ]);
    expect(records.flatMap(({ predictions }) => predictions)).toHaveLength(9);
    expect(
      records
        .flatMap(({ annotations }) => annotations.map(({ kind }) => kind))
        .sort()
        .indexOf("skip"),
    ).toBe(15);
  });
});

describe.skipIf(!hasSamples)("import-bad-rows.jsonl", () => {
  it("gives the documented report and rejects", async () => {
    const name = "import-bad-rows.jsonl";
    const counter = new ImportCounter();
    const ledger = new RowLedger();
    const rejects: Reject[] = [];
    for (const { raw, line, parsed } of await parseSample(name)) {
      if (!parsed.ok) {
        const { code, field, message, counts } = parsed;
        counter.reject(code, counts);
        rejects.push({ line, code, field, message, raw });
        continue;
      }
      const entry = ledger.enter(parsed.record.id ?? "", line, sha256(writeRecordLine(parsed.record)));
      if (entry.result === "duplicate") counter.duplicate(line, entry.firstLine, parsed.counts);
      else counter.accept("created", parsed);
    }
    const bytes = readFileSync(join(samples, name));
    const report = counter.finishReport({
      state: "dry-run",
      file: { name, bytes: bytes.length, sha256: sha256(bytes), encoding: "utf-8", detected: "concord-jsonl" },
      policy: { onExistingId: "skip", scale: "probability", sumTolerance: 0.01 },
      total: bytes.toString().trimEnd().split("\n").length,
      rejects: "import-bad-rows.rejects.jsonl",
    });
    expect(report).toEqual(JSON.parse(read("import-bad-rows.report.json")));
    expect(`${rejects.map(writeReject).join("\n")}\n`).toBe(read("import-bad-rows.rejects.jsonl"));
  });
});

describe.skipIf(!hasSamples)("concord.schema.json and manifest.json", () => {
  it("are equal in bytes after reading and writing", () => {
    const schema = parseSchemaFile(read("concord.schema.json"));
    expect(schema.labelSet.labels.map(({ key, shortcut }) => [key, shortcut])).toEqual([
      ["apple", "1"],
      ["pear", "2"],
      ["quince", "3"],
      ["peche", "4"],
    ]);
    expect(writeSchemaFile(schema)).toBe(read("concord.schema.json"));
    expect(writeManifest(Manifest.parse(JSON.parse(read("manifest.json"))))).toBe(read("manifest.json"));
  });

  it("have the hashes that anybody can recompute", () => {
    const manifest = Manifest.parse(JSON.parse(read("manifest.json")));
    const files = manifest.files.map(({ path }) => ({ path, sha256: sha256(readFileSync(join(samples, path))) }));
    expect(files).toEqual(manifest.files.map(({ path, sha256 }) => ({ path, sha256 })));
    expect(filesHash(files, sha256)).toBe(manifest.filesHash);
    const hashes = { items: sha256(read("concord.items.jsonl")), schema: sha256(read("concord.schema.json")) };
    expect(contentHash(hashes, sha256)).toBe(manifest.contentHash);
  });
});
