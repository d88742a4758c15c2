import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANNOTATION_CHANNELS } from "../annotation/annotation-value";
import type { RowData } from "../item/row-data";
import type { DatasetAnnotation, DatasetPrediction, DatasetRecord } from "./dataset-record";
import { DEFAULT_RECORD_OPTIONS, labelOrder } from "./dataset-record";
import { parseRecordLine } from "./parse-record";
import { writeRecordLine } from "./record-line";

const names = ["10", "pear", "2", "__proto__", "pêche"];
const options = { ...DEFAULT_RECORD_OPTIONS, labels: labelOrder(names) };

const label = fc.constantFrom(...names);
const time = fc.integer({ min: 0, max: 4_102_444_799_999 });
const word = fc.stringMatching(/^[a-zé0-9]{1,12}$/).map((text) => text.normalize("NFC"));
const json = fc.jsonValue({ maxDepth: 3 }).map((value): unknown => JSON.parse(JSON.stringify(value)));
const wellFormed = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
  .filter((text) => !text.includes("\u0000"));
const optional = <V>(arbitrary: fc.Arbitrary<V>) => fc.option(arbitrary, { nil: null });
const extra = fc
  .dictionary(fc.stringMatching(/^x_[a-z]{1,6}$/), json, { maxKeys: 3 })
  .map((entries) => new Map(Object.entries(entries)));

const probabilities = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 5, maxLength: 5 }).map((weights) => {
  const sum = weights.reduce((a, b) => a + b, 1);
  return Float32Array.from(weights, (weight, k) => (k === 0 ? weight + 1 : weight) / sum);
});
const predictionFacts = {
  run: optional(word),
  fold: optional(fc.nat(9)),
  outOfSample: optional(fc.boolean()),
  at: optional(time),
  extra,
};
const prediction: fc.Arbitrary<Omit<DatasetPrediction, "model">> = fc.oneof(
  fc.record({ ...predictionFacts, labels: fc.constant(names), probs: probabilities, scalar: fc.constant(null) }),
  fc.record({
    ...predictionFacts,
    labels: fc.constant([]),
    probs: fc.constant(null),
    scalar: fc.record({ label, score: fc.double({ min: 0, max: 1, noNaN: true }).map((p) => p + 0) }),
  }),
);
const annotation: fc.Arbitrary<DatasetAnnotation> = fc
  .record({
    uid: optional(fc.uuid()),
    annotator: word,
    kind: fc.constantFrom("label" as const, "skip" as const, "flag" as const, "undo" as const),
    label,
    offered: optional(fc.integer({ min: 1, max: 10_000 })),
    reason: optional(word),
    certainty: fc.constantFrom("sure" as const, "unsure" as const),
    at: time,
    durationMs: optional(fc.nat(86_400_000)),
    mode: fc.constantFrom("blind" as const, "assisted" as const, "unknown" as const),
    suggestion: optional(fc.record({ model: word, label, prob: optional(fc.constantFrom(0, 0.1, 1)) })),
    channel: fc.constantFrom(...ANNOTATION_CHANNELS),
    queue: optional(word),
    question: optional(fc.constantFrom("label" as const, "verify" as const)),
    candidates: optional(fc.tuple(label, label)),
    armProbability: optional(fc.constantFrom(0.5, 1, 1e-7)),
    isLate: fc.boolean(),
    supersedes: optional(fc.uuid()),
    note: optional(wellFormed),
    extra,
  })
  .map((a) => ({
    ...a,
    label: a.kind === "label" ? a.label : null,
    suggestion: a.mode === "blind" ? null : a.suggestion,
  }));
const counts = optional(
  fc
    .subarray(names, { minLength: 1 })
    .map((some) => new Map(names.filter((name) => some.includes(name)).map((name, i) => [name, i + 0.5]))),
);
const metaValue = fc.oneof(
  wellFormed,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
  fc.boolean(),
  fc.constant(null),
);

const column = fc.oneof(
  word,
  fc.integer({ min: 0, max: 30 }).map(String),
  fc.constantFrom("__proto__", "id", "data", '"'),
);
const rowData: fc.Arbitrary<RowData> = fc.uniqueArray(fc.tuple(column, metaValue), {
  minLength: 1,
  maxLength: 8,
  selector: ([name]) => name,
});

const record: fc.Arbitrary<DatasetRecord> = fc.record({
  line: fc.constant(1),
  id: word,
  text: wellFormed,
  image: optional(word),
  audio: optional(word),
  data: optional(rowData),
  sha256: optional(fc.stringMatching(/^[0-9a-f]{64}$/)),
  label: optional(label),
  split: optional(word),
  group: optional(word),
  observedAt: optional(time),
  meta: fc.dictionary(word, metaValue, { maxKeys: 4 }).map((entries) => new Map(Object.entries(entries))),
  predictions: fc
    .uniqueArray(word, { maxLength: 3 })
    .chain((models) =>
      fc.tuple(...models.map((model) => prediction.map((rest): DatasetPrediction => ({ model, ...rest })))),
    ),
  annotations: fc.uniqueArray(annotation, { maxLength: 3, selector: (annotation) => annotation.uid ?? annotation }),
  adjudications: fc.array(
    fc.oneof(
      fc.record({
        by: word,
        firstLabel: optional(label),
        label,
        decision: fc.constant(null),
        at: time,
        reason: optional(wellFormed),
        rule: optional(word),
        saw: fc.array(fc.uuid(), { maxLength: 2 }),
      }),
      fc.record({
        by: word,
        firstLabel: optional(label),
        label: fc.constant(null),
        decision: fc.constantFrom("undecidable" as const, "exclude" as const),
        at: time,
        reason: optional(wellFormed),
        rule: optional(word),
        saw: fc.constant([]),
      }),
    ),
    { maxLength: 2 },
  ),
  embedding: optional(
    fc.record({
      name: optional(word),
      vector: fc
        .float32Array({ minLength: 2, maxLength: 5, noNaN: true, noDefaultInfinity: true })
        .map((v) => v.map((x) => x + 0)),
    }),
  ),
  excluded: optional(fc.record({ at: time, reason: wellFormed })),
  resolved: optional(
    fc.record({
      label: optional(label),
      source: fc.constantFrom("consensus", "given", null),
      status: optional(word),
      votes: counts,
      posterior: counts,
    }),
  ),
  extra: fc
    .dictionary(
      fc.constantFrom("sourceFormat", "item", "regions"),
      fc.dictionary(fc.stringMatching(/^x_[a-z]{1,6}$/), json, { minKeys: 1, maxKeys: 2 }),
    )
    .map((entries) => new Map<string, unknown>(Object.entries(entries))),
});

describe("writeRecordLine", () => {
  it("is undone by reading, and stable after it", () => {
    fc.assert(
      fc.property(record, (original) => {
        const line = writeRecordLine(original);
        const parsed = parseRecordLine(line, 1, options);
        if (!parsed.ok) throw new Error(`${parsed.code} ${parsed.field}: ${parsed.message}\n${line}`);
        expect(parsed.record).toEqual(original);
        expect(writeRecordLine(parsed.record)).toBe(line);
      }),
      { numRuns: 300 },
    );
  });

  it("writes probabilities in label order as the shortest float32", () => {
    const probs = Float32Array.of(0.94, 0.03, 0.02, 0.01, 0);
    const row: DatasetPrediction = {
      model: "m",
      run: null,
      fold: null,
      outOfSample: null,
      labels: names,
      probs,
      scalar: null,
      at: null,
      extra: new Map(),
    };
    const parsed = parseRecordLine('{"id":"1","text":"x"}', 1, options);
    if (!parsed.ok) throw new Error(parsed.message);
    expect(writeRecordLine({ ...parsed.record, predictions: [row] })).toBe(
      '{"id":"1","text":"x","label":null,"predictions":[{"model":"m","probs":{"10":0.94,"pear":0.03,"2":0.02,"__proto__":0.01,"pêche":0}}]}',
    );
  });
});
