import { describe, expect, it } from "vitest";
import { openCsv } from "./csv";
import { csvLosses } from "./csv-losses";
import { parseAnnotationCsvRow, parseItemCsvRow } from "./csv-tables";
import { writeAnnotationsCsv, writeItemsCsv } from "./csv-writer";
import { type DatasetRecord, DEFAULT_RECORD_OPTIONS, labelOrder, type RecordOptions } from "./dataset-record";
import { parseRecordLine } from "./parse-record";

const names = ["person", 'place, "old"', "thing"];
const options: RecordOptions = { ...DEFAULT_RECORD_OPTIONS, labels: labelOrder(names) };
const answer = (more: object) => ({ annotator: "ann", at: "2026-03-02T09:00:00Z", ...more });

function record(task: RecordOptions["task"], json: object, media: RecordOptions["media"] = "text"): DatasetRecord {
  const parsed = parseRecordLine(JSON.stringify(json), 1, { ...options, task, media });
  if (!parsed.ok) throw new Error(`${parsed.field}: ${parsed.message}`);
  return parsed.record;
}

async function readBack(lines: Iterable<string>) {
  return openCsv(
    (async function* () {
      for (const line of lines) yield new TextEncoder().encode(line);
    })(),
  );
}

/** Given and resolved labels and answers after a way through both tables. */
async function throughCsv(records: readonly DatasetRecord[], own: RecordOptions) {
  const items = await readBack(writeItemsCsv(records, { mode: "machine", posterior: null }));
  const labels = [];
  for await (const row of items.rows) {
    const parsed = parseItemCsvRow(items.header, row, own);
    if (!parsed.ok) throw new Error(`${parsed.field}: ${parsed.message}`);
    labels.push([parsed.record.label, parsed.record.resolved?.label ?? null, parsed.record.data]);
  }
  const annotations = await readBack(writeAnnotationsCsv(records, { mode: "machine" }));
  const answers = [];
  for await (const row of annotations.rows) {
    const parsed = parseAnnotationCsvRow(annotations.header, row, own);
    if (!parsed.ok) throw new Error(`${parsed.field}: ${parsed.message}`);
    answers.push([parsed.id, parsed.value.label, parsed.value.offered]);
  }
  return { labels, answers };
}

const expected = (records: readonly DatasetRecord[]) => ({
  labels: records.map(({ label, resolved, data }) => [label, resolved?.label ?? null, data]),
  answers: records.flatMap(({ id, annotations }) => annotations.map((one) => [id, one.label, one.offered])),
});

describe("a way through the CSV tables", () => {
  it("keeps several labels, none at all, and how many were offered", async () => {
    const records = [
      record("multi-label", {
        id: "1",
        text: "a",
        label: ["person", 'place, "old"'],
        annotations: [answer({ label: [], offered: 3 }), answer({ annotator: "bob", label: ["thing"], offered: 2 })],
        resolved: { label: ["thing"], source: "consensus" },
      }),
      record("multi-label", { id: "2", text: "b", label: [] }),
    ];
    expect(await throughCsv(records, { ...options, task: "multi-label" })).toEqual(expected(records));
    expect(csvLosses(records, "machine")).toEqual([expect.objectContaining({ what: "structured values", count: 5 })]);
  });

  it("keeps spans, also overlapping ones and none", async () => {
    const spans = [
      { start: 0, end: 5, label: "person" },
      { start: 2, end: 9, label: 'place, "old"' },
    ];
    const records = [
      record("spans", {
        id: "1",
        text: "Åse of Lyon",
        label: { spans },
        annotations: [answer({ label: { spans: [] } }), answer({ annotator: "bob", label: { spans } })],
      }),
    ];
    expect(await throughCsv(records, { ...options, task: "spans" })).toEqual(expected(records));
  });

  it("keeps the answer that both labels fit", async () => {
    const both = answer({ label: ["person", "thing"], question: "verify" });
    const records = [record("single-label", { id: "1", text: "a", annotations: [both] })];
    expect(await throughCsv(records, options)).toEqual(expected(records));
  });

  it("loses of a row's values exactly those that are named", async () => {
    const data = { zip: "007", year: "2024", paid: "true", note: "", left: null, age: 41 };
    const records = [
      record("single-label", { id: "1", data }, "table"),
      record("single-label", { id: "2", data: { left: "door" } }, "table"),
    ];
    const { labels } = await throughCsv(records, { ...options, media: "table" });
    expect(labels[0]?.[2]).toEqual([
      ["zip", "007"],
      ["year", 2024],
      ["paid", true],
      ["note", null],
      ["left", null],
      ["age", 41],
    ]);
    expect(csvLosses(records, "machine").map(({ what, count }) => [what, count])).toEqual([
      ["types of data values", 2],
      ["empty texts", 1],
      ["absent columns", 1],
    ]);
  });
});

describe("losses", () => {
  it("are none where nothing is lost, and count cells that are defused", () => {
    const records = [
      record("single-label", { id: "1", text: "=1+1", label: "thing", meta: { page: 4, ward: "north" } }),
    ];
    expect(csvLosses([], "machine")).toEqual([]);
    expect(csvLosses(records, "machine").map(({ what }) => what)).toEqual(["types of meta values"]);
    expect(csvLosses(records, "spreadsheet").at(-1)).toMatchObject({ what: "exact text", count: 1 });
  });

  it("name what of annotations has no column", () => {
    const annotations = [
      answer({ kind: "flag", reason: "broken" }),
      answer({ annotator: "bob", label: "thing", note: "?" }),
    ];
    const records = [record("single-label", { id: "1", text: "a", annotations })];
    expect(csvLosses(records, "machine")).toEqual([
      expect.objectContaining({ what: "parts of annotations", count: 2 }),
    ]);
  });
});
