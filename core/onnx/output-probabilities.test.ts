import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkProbabilities } from "../prediction/probabilities";
import { outputProbabilities } from "./output-probabilities";

const temperature = fc.double({ min: 0.1, max: 10, noNaN: true });
const sigmoids = fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 12 });

describe("outputProbabilities", () => {
  it("can always be stored: sigmoids and logits of any size, at any temperature", () => {
    const logits = fc.array(fc.float({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 2, maxLength: 12 });
    const rows = fc.oneof(
      fc.record({ kind: fc.constant("sigmoid" as const), values: sigmoids }),
      fc.record({ kind: fc.constant("logits" as const), values: logits }),
    );
    fc.assert(
      fc.property(rows, temperature, ({ kind, values }, t) => {
        const row = outputProbabilities(Float32Array.from(values), { kind, temperature: t });
        expect(checkProbabilities(row, { classes: values.length, sumTolerance: 1e-5 })).toMatchObject({ ok: true });
      }),
    );
  });

  it("keeps the order of sigmoids, and the ratio of each two", () => {
    const row = outputProbabilities(Float32Array.of(0.9, 0.6, 0.3), { kind: "sigmoid", temperature: 1 });
    expect([...row].map((p) => Number(p.toFixed(6)))).toEqual([0.5, 0.333333, 0.166667]);
    const none = outputProbabilities(new Float32Array(4), { kind: "sigmoid", temperature: 1 });
    expect([...none]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it("changes nothing of probabilities but what is a hair outside 0..1", () => {
    const row = outputProbabilities(Float32Array.of(-1e-7, 0.25, 0.75), { kind: "probabilities", temperature: 1 });
    expect([...row]).toEqual([0, 0.25, 0.75]);
  });
});
