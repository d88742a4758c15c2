import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ImportCounter, RowLedger, textFingerprint } from "./import-report";

const end = {
  state: "done",
  file: { name: "a.jsonl", bytes: 1, sha256: "0", encoding: "utf-8", detected: "concord-jsonl" },
  policy: { onExistingId: "skip" as const, scale: "probability" as const, sumTolerance: 0.01 },
  rejects: null,
};
const row = {
  counts: { annotations: 2, predictions: 1 },
  normalised: { labelNames: 1, ids: 0, probsSumOff: 0, probsClamped: 3 },
};

describe("ImportCounter", () => {
  it("adds up whatever happens to the rows", () => {
    const results = fc.array(fc.constantFrom("created", "updated", "rejected", "duplicate"), { maxLength: 60 });
    fc.assert(
      fc.property(results, (rows) => {
        const counter = new ImportCounter();
        for (const [i, result] of rows.entries()) {
          if (result === "rejected") counter.reject("probs-sum", row.counts);
          else if (result === "duplicate") counter.duplicate(i + 1, 1, row.counts);
          else counter.accept(result as "created" | "updated", row);
        }
        const report = counter.finishReport({ ...end, total: rows.length });
        expect(report.accepted + report.rejected + report.duplicates).toBe(rows.length);
        expect(report.created + report.updated).toBe(report.accepted);
        expect(report.annotations).toEqual({
          total: 2 * rows.length,
          accepted: 2 * report.accepted,
          rejected: 2 * report.rejected,
          duplicates: 2 * report.duplicates,
        });
        expect(report.normalised).toEqual({
          labelNames: report.accepted,
          ids: 0,
          probsSumOff: 0,
          probsClamped: 3 * report.accepted,
        });
        expect(report.codes["probs-sum"] ?? 0).toBe(report.rejected);
      }),
    );
  });

  it("refuses a total that an independent counter does not confirm", () => {
    const counter = new ImportCounter();
    counter.accept("created", row);
    expect(() => counter.finishReport({ ...end, total: 2 })).toThrow("2 rows; 1");
  });
});

describe("RowLedger", () => {
  it("tells duplicates from conflicts and names the first line", () => {
    const ledger = new RowLedger(2);
    expect(ledger.enter("a", 1, "x")).toEqual({ result: "new" });
    expect(ledger.enter("a", 2, "x")).toEqual({ result: "duplicate", firstLine: 1 });
    expect(ledger.enter("a", 3, "y")).toEqual({ result: "id-conflict", firstLine: 1 });
    expect(ledger.enter("__proto__", 4, "y")).toEqual({ result: "new" });
    expect(() => ledger.enter("c", 5, "z")).toThrow("more than 2 rows");
  });

  it("keeps every first line apart when there are thousands", () => {
    const ledger = new RowLedger();
    for (let k = 1; k <= 5_000; k++) expect(ledger.enter(`id ${k}`, k, `row ${k}`)).toEqual({ result: "new" });
    for (let k = 1; k <= 5_000; k++)
      expect(ledger.enter(`id ${k}`, 9_000, `row ${k}`)).toEqual({ result: "duplicate", firstLine: k });
  });
});

describe("textFingerprint", () => {
  it("is one number of 53 bits for one text, and another for a text that differs in one place", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), fc.nat(0xffff), (head, tail, unit) => {
        const text = `${head}a${tail}`;
        const print = textFingerprint(text, 1);
        expect(Number.isSafeInteger(print) && print >= 0).toBe(true);
        expect(textFingerprint(`${head}${"a"}${tail}`, 1)).toBe(print);
        const other = `${head}${String.fromCharCode(unit)}${tail}`;
        expect(textFingerprint(other, 1) === print).toBe(other === text);
      }),
    );
  });

  it("meets no second text of the same number among 200,000 that are alike", () => {
    const prints = new Set(
      Array.from({ length: 200_000 }, (_, k) => textFingerprint(`{"id":"row-${k}","label":"a"}`, 0)),
    );
    expect(prints.size).toBe(200_000);
  });
});
