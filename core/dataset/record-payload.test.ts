import { describe, expect, it } from "vitest";
import { csvTableOf, parseItemCsvRow } from "./csv-tables";
import { writeItemsCsv } from "./csv-writer";
import { DEFAULT_RECORD_OPTIONS, labelOrder, type RecordOptions } from "./dataset-record";
import { type ParsedRecord, parseRecordLine } from "./parse-record";
import { writeRecordLine } from "./record-line";

const options = (media: RecordOptions["media"]): RecordOptions => ({
  ...DEFAULT_RECORD_OPTIONS,
  media,
  labels: labelOrder(["yes", "no"]),
});
const line = (raw: string, media: RecordOptions["media"]) => parseRecordLine(raw, 1, options(media));
const accepted = (parsed: ParsedRecord) => {
  if (!parsed.ok) throw new Error(`${parsed.code} ${parsed.field} ${parsed.message}`);
  return parsed.record;
};
const csv = (header: string[], cells: string[], media: RecordOptions["media"] = "table") =>
  parseItemCsvRow(header, { line: 2, cells }, options(media));

describe("audio and data of a JSONL row", () => {
  it("keeps the columns in the order of the file, number-like names too", () => {
    const raw = '{"id":"1","data":{"10":1,"b":"x","2":null,"__proto__":"","data":true},"label":null}';
    const record = accepted(line(raw, "table"));
    expect(record.data).toEqual([
      ["10", 1],
      ["b", "x"],
      ["2", null],
      ["__proto__", ""],
      ["data", true],
    ]);
    expect(writeRecordLine(record)).toBe(raw);
  });

  it("is not misled by texts that look like keys, by white space or by escapes", () => {
    const raw = '{"id":"1","text":"\\"data\\":{\\"7\\":0}","d\\u0061ta" : { "3" : "\\"1\\":2" , "1" : 4 }}';
    expect(accepted(line(raw, "table")).data).toEqual([
      ["3", '"1":2'],
      ["1", 4],
    ]);
  });

  it("has the judged payload and any context", () => {
    const raw = '{"id":"1","text":"as heard","image":"a.png","audio":"b/c.ogg","data":{"age":4},"label":"yes"}';
    const record = accepted(line(raw, "audio"));
    expect(record).toMatchObject({ text: "as heard", image: "a.png", audio: "b/c.ogg", data: [["age", 4]] });
    expect(writeRecordLine(record)).toBe(raw);
  });

  it.each<[string, string, RecordOptions["media"], string, string]>([
    ["no audio", '{"id":"1","text":"x"}', "audio", "payload-missing", "audio"],
    ["no row", '{"id":"1","text":"x"}', "table", "payload-missing", "data"],
    ["a path that climbs", '{"id":"1","audio":"../a.wav"}', "audio", "payload-invalid", "audio"],
    ["a list", '{"id":"1","data":[1]}', "table", "payload-invalid", "data"],
    ["an empty row", '{"id":"1","data":{}}', "table", "payload-invalid", "data"],
    ["a nested value", '{"id":"1","data":{"a":{"b":1}}}', "table", "payload-invalid", "data.a"],
    ["a number beyond all", '{"id":"1","data":{"a":1e400}}', "table", "payload-invalid", "data.a"],
    ["a bad context", '{"id":"1","text":"x","data":{"a":[]}}', "text", "payload-invalid", "data.a"],
  ])("refuses %s by field", (_, raw, media, code, field) => {
    expect(line(raw, media)).toMatchObject({ ok: false, code, field });
  });

  it("takes the path of the judged file as id", () => {
    const parsed = parseRecordLine('{"audio":"a/b.wav","image":"c.png"}', 1, { ...options("audio"), idRule: "path" });
    expect(accepted(parsed).id).toBe("a/b.wav");
  });
});

describe("a CSV file of table rows", () => {
  it("makes its own columns the row, in their order, empty cells too", () => {
    const header = ["id", "2024", "age", "label", "meta.site", "p_value", "1999", "data.x", "_note"];
    const record = accepted(csv(header, ["r1", "007", "41", "yes", "north", "0.05", "", "true", "mine"]));
    expect(record.data).toEqual([
      ["2024", "007"],
      ["age", 41],
      ["p_value", 0.05],
      ["1999", null],
      ["x", true],
    ]);
    expect(record).toMatchObject({ id: "r1", label: "yes", predictions: [] });
    expect([...record.meta]).toEqual([["site", "north"]]);
    expect(record.extra.size).toBe(0);
  });

  it("still has probabilities of labels; a row without a value is refused", () => {
    const header = ["id", "age", "prob_yes", "prob_no"];
    expect(csvTableOf(header, "table")).toBe("wide");
    const record = accepted(
      parseItemCsvRow(header, { line: 2, cells: ["1", "3", "0.25", "0.75"] }, { ...options("table"), modelName: "m" }),
    );
    expect(record.data).toEqual([["age", 3]]);
    expect([...(record.predictions[0]?.probs ?? [])]).toEqual([0.25, 0.75]);
    expect(csv(header, ["1", "", "", ""])).toMatchObject({ ok: false, code: "payload-missing", field: "data" });
  });

  it("leaves unknown columns of other projects alone, but data. is data", () => {
    const record = accepted(csv(["id", "text", "data.age", "mood"], ["1", "x", "4", "good"], "text"));
    expect(record.data).toEqual([["age", 4]]);
    expect(record.extra).toEqual(new Map([["item", { mood: "good" }]]));
  });

  it("comes back from what is written of it", () => {
    const record = accepted(csv(["id", "b", "a"], ["1", "x,y", "-2.5"]));
    const [head = "", row = ""] = [...writeItemsCsv([record], { mode: "machine", posterior: null })];
    expect(head).toBe("id,data.b,data.a\n");
    expect(row).toBe('1,"x,y",-2.5\n');
    expect(accepted(csv(["id", "data.b", "data.a"], ["1", "x,y", "-2.5"])).data).toEqual(record.data);
  });
});
