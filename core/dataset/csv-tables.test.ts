import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openCsv } from "./csv";
import {
  csvTableOf,
  parseAnnotationCsvRow,
  parseItemCsvRow,
  parsePredictionCsvRow,
  probabilityColumns,
} from "./csv-tables";
import { writeAnnotationsCsv, writeItemsCsv, writePredictionsCsv } from "./csv-writer";
import { type DatasetRecord, DEFAULT_RECORD_OPTIONS, labelOrder, type RecordOptions } from "./dataset-record";
import { readJsonl } from "./jsonl";
import { parseRecordLine } from "./parse-record";

const samples = join(process.env.CONCORD_GOLDEN ?? "../shared/golden", "..", "samples", "formats");
const hasSamples = existsSync(join(samples, "README.md"));
if (!hasSamples) console.warn(`The CSV samples are skipped: ${samples} is absent.`);

const names = ["apple", "pear", "quince", "pêche"];
const options: RecordOptions = { ...DEFAULT_RECORD_OPTIONS, media: "image", labels: labelOrder(names) };
const row = (cells: string[]) => ({ line: 2, cells });

async function rowsOf<V>(
  name: string,
  parse: (header: readonly string[], row: { line: number; cells: readonly string[] }) => V,
): Promise<V[]> {
  const { header, rows } = await openCsv(createReadStream(join(samples, name), { highWaterMark: 64 }));
  const parsed: V[] = [];
  for await (const row of rows) {
    if (row.error) throw new Error(row.error.message);
    parsed.push(parse(header, row));
  }
  return parsed;
}

async function truth(): Promise<DatasetRecord[]> {
  const records: DatasetRecord[] = [];
  for await (const { line, raw } of readJsonl(createReadStream(join(samples, "concord.items.jsonl")))) {
    const parsed = parseRecordLine(raw ?? "", line, options);
    if (!parsed.ok) throw new Error(parsed.message);
    records.push(parsed.record);
  }
  return records;
}

describe.skipIf(!hasSamples)("the three CSV samples", () => {
  it("give the items of concord.items.jsonl, but for what CSV cannot hold", async () => {
    const parsed = await rowsOf("concord.items.csv", (header, row) => parseItemCsvRow(header, row, options));
    const expected = await truth();
    for (const [i, result] of parsed.entries()) {
      if (!result.ok) throw new Error(`${result.code} ${result.field}`);
      const { line: _, meta, ...item } = result.record;
      const {
        line: __,
        meta: trueMeta,
        sha256,
        predictions,
        annotations,
        adjudications,
        extra,
        resolved,
        ...rest
      } = expected[i] as DatasetRecord;
      const lost = { sha256: null, predictions: [], annotations: [], adjudications: [], extra: new Map() };
      const resolution = resolved?.status ? { ...resolved, votes: null, posterior: null } : resolved;
      expect(item).toEqual({ ...rest, ...lost, resolved: resolution });
      const texts = [...trueMeta].filter(([, value]) => value !== null).map(([key, value]) => [key, String(value)]);
      expect([...meta]).toEqual(texts);
    }
    expect(parsed).toHaveLength(8);
  });

  it("give the same predictions; empty cells are none, not zeros", async () => {
    const parsed = await rowsOf("concord.predictions.csv", (header, row) =>
      parsePredictionCsvRow(header, row, options),
    );
    const given = parsed.map((result) => {
      if (!result.ok) throw new Error(`${result.code} ${result.field}`);
      return [result.id, result.value];
    });
    expect(given.find(([id]) => id === "p-006")?.[1]).toBeNull();
    const expected = (await truth()).flatMap(({ id, predictions }) =>
      predictions.map((prediction) => [id, prediction]),
    );
    const order = (pairs: unknown[][]) => pairs.map((pair) => JSON.stringify(pair)).sort();
    expect(order(given.filter(([, value]) => value !== null))).toEqual(order(expected));
  });

  it("give the same annotations", async () => {
    const parsed = await rowsOf("concord.annotations.csv", (header, row) =>
      parseAnnotationCsvRow(header, row, options),
    );
    const expected = (await truth()).flatMap(({ id, annotations }) =>
      annotations.map((annotation) => [id, annotation]),
    );
    expect(parsed.map((result) => (result.ok ? [result.id, result.value] : result))).toEqual(expected);
  });

  it("are what the writers make of concord.items.jsonl", async () => {
    const records = await truth();
    const read = (name: string) => readFileSync(join(samples, name), "utf8");
    expect([...writeItemsCsv(records, { mode: "machine", posterior: null })].join("")).toBe(read("concord.items.csv"));
    expect([...writeAnnotationsCsv(records, { mode: "machine" })].join("")).toBe(read("concord.annotations.csv"));
    const lines = (text: string) => text.trimEnd().split("\n").sort();
    const written = [...writePredictionsCsv(records, { mode: "machine", labels: names })].join("");
    expect(lines(written)).toEqual(lines(read("concord.predictions.csv")).filter((line) => !line.startsWith("p-006")));
  });
});

describe("csvTableOf", () => {
  it.each([
    ["id,text,label", "items"],
    ["id,model,prob_a,prob_b", "predictions"],
    ["id,probs", "predictions"],
    ["file_name,label,pred,p_a,p_b", "wide"],
    ["id,annotator,label", "annotations"],
  ])("knows %s as %s", (header, table) => {
    expect(csvTableOf(header.split(","))).toBe(table);
  });

  it.each(["prob_", "prob.", "probs.", "p_"])("reads class names after %s", (prefix) => {
    expect(probabilityColumns(["id", `${prefix}a b`, `${prefix}__proto__`])).toEqual(["a b", "__proto__"]);
  });
});

describe("rows of a wide table", () => {
  const header = ["file_name", "label", "pred", "_line", "p_apple", "p_pear", "p_quince", "p_pêche"];
  const parse = (cells: string[]) => parseItemCsvRow(header, row(cells), { ...options, modelName: "net" });

  it("hold item, given label and one model's probabilities", () => {
    const parsed = parse(["a.png", "pear", "apple", "9", ".5", "0.5", "0", "0e0"]);
    if (!parsed.ok) throw new Error(parsed.message);
    expect(parsed.record).toMatchObject({ id: "a.png", image: "a.png", label: "pear" });
    expect(parsed.record.predictions[0]).toMatchObject({ model: "net", probs: Float32Array.of(0.5, 0.5, 0, 0) });
    expect(Object.fromEntries(parsed.record.extra)).toEqual({ item: { pred: "apple" } });
  });

  it.each([
    [["a.png", "pear", "", "", "0,5", "0.5", "0", "0"], "probs-type"],
    [["a.png", "pear", "", "", "NaN", "0.5", "0.5", "0"], "probs-type"],
    [["a.png", "pear", "", "", "", "0.5", "0.5", "0"], "probs-incomplete"],
    [["a.png", "pear", "", "", "1", "1", "0", "0"], "probs-sum"],
    [["a.png", "NaN", "", "", "", "", "", ""], "label-unknown"],
    [["", "pear", "", "", "", "", "", ""], "id-missing"],
  ])("are refused: %j as %s", (cells, code) => {
    const parsed = parse(cells);
    expect(parsed.ok ? "ok" : parsed.code).toBe(code);
  });

  it("take a probs column with a list in place of one column per class", () => {
    const parsed = parseItemCsvRow(["id", "image", "probs"], row(["1", "a.png", "[0.25,0.25,0.25,0.25]"]), {
      ...options,
      modelName: "net",
    });
    expect(parsed.ok && parsed.record.predictions[0]?.probs).toEqual(new Float32Array(4).fill(0.25));
  });
});

describe("annotations", () => {
  it("are skips by a column named skipped, too", () => {
    const header = ["id", "annotator", "label", "skipped", "at", "duration_ms"];
    const parse = (cells: string[]) => {
      const parsed = parseAnnotationCsvRow(header, row(cells), options);
      return parsed.ok ? [parsed.value.kind, parsed.value.label, parsed.value.durationMs] : [parsed.code, parsed.field];
    };
    expect(parse(["1", "a", "", "true", "2026-03-02T09:00:00Z", "12"])).toEqual(["skip", null, 12]);
    expect(parse(["1", "a", "pear", "False", "2026-03-02T09:00:00Z", ""])).toEqual(["label", "pear", null]);
    expect(parse(["1", "a", "pear", "", "2026-03-02T09:00:00Z", "1.5s"])).toEqual(["duration-invalid", "durationMs"]);
    expect(parse(["", "a", "pear", "", "2026-03-02T09:00:00Z", ""])).toEqual(["id-missing", "id"]);
    expect(parse(["1", "a", "plum", "", "2026-03-02T09:00:00Z", ""])).toEqual(["label-unknown", "label"]);
  });
});
