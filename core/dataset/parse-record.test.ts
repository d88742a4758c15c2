import { describe, expect, it } from "vitest";
import { DEFAULT_RECORD_OPTIONS, generatedId, labelOrder, type RecordOptions } from "./dataset-record";
import { parseRecord, parseRecordLine } from "./parse-record";

const options: RecordOptions = { ...DEFAULT_RECORD_OPTIONS, labels: labelOrder(["apple", "pear", "constructor"]) };
const outcome = (row: object, change: Partial<RecordOptions> = {}) => {
  const parsed = parseRecord({ id: "1", text: "x", ...row }, 3, { ...options, ...change });
  return parsed.ok ? "ok" : [parsed.code, parsed.field];
};
const accepted = (row: object, change: Partial<RecordOptions> = {}) => {
  const parsed = parseRecord({ id: "1", text: "x", ...row }, 3, { ...options, ...change });
  if (!parsed.ok) throw new Error(`${parsed.code} ${parsed.field}: ${parsed.message}`);
  return parsed;
};
const prediction = (change: object) => ({ predictions: [{ model: "m", probs: [0.5, 0.25, 0.25], ...change }] });
const annotation = (change: object) => ({
  annotations: [{ annotator: "a", label: "pear", at: "2026-03-02T09:00:00Z", ...change }],
});
const at = Date.UTC(2026, 2, 2, 9);

describe("parseRecord", () => {
  it("takes the smallest row", () => {
    expect(accepted({}).record).toMatchObject({
      line: 3,
      id: "1",
      text: "x",
      image: null,
      audio: null,
      data: null,
      label: null,
      predictions: [],
      annotations: [],
    });
  });

  it("never changes a text", () => {
    expect(accepted({ text: " e\u0302 \n" }).record.text).toBe(" e\u0302 \n");
  });

  it("takes class names of Object.prototype as data", () => {
    expect(accepted({ label: "constructor" }).record.label).toBe("constructor");
    expect(outcome({ label: "toString" })).toEqual(["label-unknown", "label"]);
    const meta = JSON.parse('{"__proto__": "x", "toString": 1}');
    expect([...accepted({ meta }).record.meta]).toEqual([
      ["__proto__", "x"],
      ["toString", 1],
    ]);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it.each([
    ["a row that is no object", [1], ["json-syntax", ""]],
    ["no id", { id: null, text: "x" }, ["id-missing", "id"]],
    ["an id with outer space", { id: " a", text: "x" }, ["id-invalid", "id"]],
    ["an id that is not exact", { id: 2 ** 53, text: "x" }, ["id-not-exact", "id"]],
    ["no payload", { id: "1", image: "a.png" }, ["payload-missing", "text"]],
    ["an empty text", { id: "1", text: "" }, ["payload-invalid", "text"]],
    ["a NUL in the text", { id: "1", text: "a\u0000" }, ["payload-invalid", "text"]],
    ["a path that climbs", { id: "1", text: "x", image: "../a.png" }, ["payload-invalid", "image"]],
  ])("refuses %s", (_, json, expected) => {
    const parsed = parseRecord(json, 1, options);
    expect(parsed.ok ? "ok" : [parsed.code, parsed.field]).toEqual(expected);
  });

  it.each<[string, object, [string, string]]>([
    ["a label outside the set", { label: "Pear" }, ["label-unknown", "label"]],
    ["an empty label", { label: " " }, ["label-invalid", "label"]],
    ["'none applies' in a single-label task", { label: [] }, ["label-invalid", "label"]],
    ["two labels", { label: ["apple", "pear"] }, ["label-many", "label"]],
    ["a nested list as meta", { meta: [] }, ["meta-invalid", "meta"]],
    [
      "65 meta keys",
      { meta: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`k${i}`, 1])) },
      ["meta-invalid", "meta"],
    ],
    ["a long meta value", { meta: { k: "x".repeat(1001) } }, ["meta-invalid", "meta.k"]],
    ["a wrong hash", { sha256: "abc" }, ["media-invalid", "sha256"]],
    ["a long split", { split: "x".repeat(65) }, ["field-limit", "split"]],
    ["a time without a zone", { observedAt: "2026-03-02T09:00:00" }, ["time-invalid", "observedAt"]],
    ["an embedding of one number", { embedding: [1] }, ["embedding-invalid", "embedding"]],
    [
      "an embedding beyond float32",
      { embedding: { name: "e", vector: [1, 1e39] } },
      ["embedding-invalid", "embedding.vector[1]"],
    ],
    ["a lone surrogate in meta", { meta: { k: "\ud800" } }, ["encoding", "meta.k"]],
    ["a NUL in an unknown key", { more: [{ "a\u0000": 1 }] }, ["encoding", "more[0].a\u0000"]],
    ["an infinite number in an unknown key", { more: Number.POSITIVE_INFINITY }, ["encoding", "more"]],
    ["extra that is a list", { extra: [1] }, ["field-limit", "extra"]],
    ["a value above 1", prediction({ probs: [1.5, -0.25, -0.25] }), ["probs-range", "predictions[0].probs"]],
    ["a sum that is off", prediction({ probs: [0.5, 0.25, 0.27] }), ["probs-sum", "predictions[0].probs"]],
    ["two probabilities", prediction({ probs: [0.5, 0.5] }), ["probs-length", "predictions[0].probs"]],
    ["an absent label", prediction({ probs: { apple: 0.5, pear: 0.5 } }), ["probs-incomplete", "predictions[0].probs"]],
    ["a null among values", prediction({ probs: [0.5, 0.5, null] }), ["probs-incomplete", "predictions[0].probs"]],
    ["a text as probability", prediction({ probs: ["0.5", 0.25, 0.25] }), ["probs-type", "predictions[0].probs"]],
    ["true as probability", prediction({ probs: [true, 0, 0] }), ["probs-type", "predictions[0].probs"]],
    [
      "an unknown class",
      prediction({ probs: { apple: 0.5, pear: 0.5, plum: 0 } }),
      ["label-unknown", "predictions[0].probs"],
    ],
    ["no probabilities at all", { predictions: [{ model: "m" }] }, ["probs-incomplete", "predictions[0].probs"]],
    [
      "a label without its score",
      { predictions: [{ model: "m", label: "pear" }] },
      ["probs-incomplete", "predictions[0].score"],
    ],
    ["no model", prediction({ model: null }), ["field-limit", "predictions[0].model"]],
    [
      "two predictions of one run",
      { predictions: [1, 2].map(() => ({ model: "m", probs: [1, 0, 0] })) },
      ["prediction-conflict", "predictions[1]"],
    ],
    ["33 predictions", { predictions: Array(33).fill({}) }, ["field-limit", "predictions"]],
    ["no annotator", annotation({ annotator: null }), ["annotator-invalid", "annotations[0].annotator"]],
    ["no time", annotation({ at: null }), ["time-invalid", "annotations[0].at"]],
    ["a negative duration", annotation({ durationMs: -1 }), ["duration-invalid", "annotations[0].durationMs"]],
    ["half a millisecond", annotation({ durationMs: 0.5 }), ["duration-invalid", "annotations[0].durationMs"]],
    [
      "a suggestion in the blind arm",
      annotation({ mode: "blind", suggestion: { model: "m", label: "pear" } }),
      ["blind-with-suggestion", "annotations[0].suggestion"],
    ],
    ["a skip with a label", annotation({ kind: "skip" }), ["label-invalid", "annotations[0].label"]],
    ["a label without one", annotation({ kind: "label", label: null }), ["label-invalid", "annotations[0].label"]],
    ["an odd uid", annotation({ uid: "1" }), ["field-limit", "annotations[0].uid"]],
    ["an arm of probability 0", annotation({ armProbability: 0 }), ["probs-range", "annotations[0].armProbability"]],
    [
      "an adjudication that decides nothing",
      { adjudications: [{ by: "a", at: "2026-03-02T09:00:00Z" }] },
      ["label-invalid", "adjudications[0].label"],
    ],
  ])("refuses %s", (_, row, expected) => {
    expect(outcome(row)).toEqual(expected);
  });

  it("reads probabilities by name and by order, and rounds them to float32", () => {
    const named = accepted(prediction({ probs: { constructor: 0.25, pear: 0.1, apple: 0.65 } })).record.predictions[0];
    expect(named?.labels).toEqual(["apple", "pear", "constructor"]);
    expect(named?.probs).toEqual(Float32Array.of(0.65, 0.1, 0.25));
    expect(named).toMatchObject({ model: "m", run: null, outOfSample: null, fold: null });
    expect(accepted(prediction({})).record.predictions[0]?.probs).toEqual(Float32Array.of(0.5, 0.25, 0.25));
  });

  it("counts what it normalised", () => {
    const row = { label: " pear", ...prediction({ probs: [1.0000005, -0.0000004, 0.003] }) };
    expect(accepted(row).normalised).toEqual({ labelNames: 1, ids: 0, probsSumOff: 1, probsClamped: 2 });
  });

  it("takes a row of missing probabilities as no prediction", () => {
    expect(accepted(prediction({ probs: [null, null, null] })).record.predictions).toEqual([]);
    expect(accepted(prediction({ probs: null })).record.predictions).toEqual([]);
  });

  it("converts scales only when told", () => {
    const percent = prediction({ probs: [50, 25, 25] });
    expect(outcome(percent)).toEqual(["probs-range", "predictions[0].probs"]);
    expect(accepted(percent, { scale: "percent" }).record.predictions[0]?.probs).toEqual(
      Float32Array.of(0.5, 0.25, 0.25),
    );
    const logits = accepted(prediction({ probs: [1000, 1000, -1000] }), { scale: "logits" });
    expect(logits.record.predictions[0]?.probs).toEqual(Float32Array.of(0.5, 0.5, 0));
    const logs = prediction({ probs: [Math.log(0.5), Math.log(0.25), Math.log(0.25)] });
    expect(accepted(logs, { scale: "log-probability" }).record.predictions[0]?.probs?.[0]).toBe(0.5);
  });

  it("takes names as they come while no order is confirmed, but no lists of numbers", () => {
    const row = prediction({ probs: { plum: 0.75, fig: 0.25 } });
    expect(accepted(row, { labels: null }).record.predictions[0]).toMatchObject({
      labels: ["fig", "plum"],
      probs: Float32Array.of(0.25, 0.75),
    });
    expect(outcome(prediction({}), { labels: null })).toEqual(["probs-type", "predictions[0].probs"]);
  });

  it("fills in what is stated for the file", () => {
    const change: Partial<RecordOptions> = { fileMode: "blind", fileTime: at, modelName: "net", outOfSample: true };
    const row = { ...annotation({ at: null }), predictions: [{ probs: [1, 0, 0] }] };
    const { annotations, predictions } = accepted(row, change).record;
    expect(annotations[0]).toMatchObject({
      mode: "blind",
      at,
      kind: "label",
      channel: "import",
      certainty: "sure",
      isLate: false,
    });
    expect(predictions[0]).toMatchObject({ model: "net", outOfSample: true });
    expect(accepted(annotation({ mode: "assisted" }), change).record.annotations[0]?.mode).toBe("assisted");
  });

  it("reads a null label without a kind as a skip", () => {
    expect(accepted(annotation({ label: null })).record.annotations[0]).toMatchObject({ kind: "skip", label: null });
  });

  it("keeps unknown keys, nested meta and the original id in extra", () => {
    const uid = "7fa71c26-19c9-4675-876c-d5eb474a755c";
    const row = {
      id: "e\u0302",
      inner_id: 5,
      meta: { a: [1], b: 2 },
      ...annotation({ uid, tool: { v: 1 } }),
      extra: { annotations: { [uid]: { lead: 2 } } },
    };
    const { record, warnings } = accepted(row);
    expect(Object.fromEntries(record.extra)).toEqual({
      item: { inner_id: 5 },
      meta: { a: [1] },
      originalId: "e\u0302",
    });
    expect(Object.fromEntries(record.annotations[0]?.extra ?? [])).toEqual({ tool: { v: 1 }, lead: 2 });
    expect(warnings).toHaveLength(1);
  });

  it("drops the largest unknown key beyond 64 KiB, with a warning, and keeps the row", () => {
    const { record, warnings } = accepted({ small: 1, large: "x".repeat(70_000) });
    expect(Object.fromEntries(record.extra)).toEqual({ item: { small: 1 } });
    expect(warnings.join()).toContain("item.large");
  });

  it("counts annotations and predictions of rejected rows too", () => {
    const parsed = parseRecord({ id: "1", ...annotation({}), ...prediction({}) }, 1, options);
    expect(parsed).toMatchObject({ ok: false, code: "payload-missing", counts: { annotations: 1, predictions: 1 } });
  });
});

describe("id rules", () => {
  it("leave the id open, or take the path", () => {
    expect(accepted({ id: undefined }, { idRule: "content" }).record.id).toBeNull();
    expect(accepted({ id: undefined, image: "a/b.png" }, { idRule: "path", media: "image" }).record.id).toBe("a/b.png");
    const from = { path: null, contentSha256: "0123456789abcdef".repeat(4), recordNumber: 4 };
    expect(generatedId("content", from)).toBe("h-0123456789abcdef0123");
    expect(generatedId("row-number", from)).toBe("r-4");
    expect(generatedId("column", from)).toBeNull();
  });
});

describe("parseRecordLine", () => {
  const codeOf = (raw: string) => {
    const parsed = parseRecordLine(raw, 9, options);
    return parsed.ok ? parsed.record.id : parsed.code;
  };

  it.each([
    ['{"id":"1","text":"x"', "json-syntax"],
    ["[1]", "json-syntax"],
    ['{"id":"1","text":"x","m":NaN}', "json-syntax"],
    [`{"id":"1","text":"x","m":${"[".repeat(64)}${"]".repeat(64)}}`, "json-depth"],
    [`{"id":"1","text":"x","m":${"[".repeat(100_000)}`, "json-depth"],
    ['{"id":9007199254740993,"text":"x"}', "id-not-exact"],
    ['{"id":7.0,"text":"x"}', "id-not-exact"],
    ['{"id":7,"text":"x","m":{"id":1.5}}', "7"],
    ['{"text":"{\\"id\\": 1.5","id":7}', "7"],
    ['{"id":1e400,"text":"x"}', "id-not-exact"],
    ['{"id":"1","text":"x","m":1e400}', "encoding"],
    ['{"id":"1","text":"\\ud83d"}', "payload-invalid"],
  ])("reads %s as %s", (raw, expected) => {
    expect(codeOf(raw)).toBe(expected);
  });
});
