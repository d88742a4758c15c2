import fc from "fast-check";
import { expect, it } from "vitest";
import { modelDisagreement } from "../prediction/model-disagreement";
import { softmax } from "../prediction/probabilities";
import { severalModels } from "./several-models";

it("is the geometric mean, floored; models without the item are left out and counted", () => {
  expect(severalModels([0.9, 0.4])).toEqual({
    value: expect.closeTo(0.6, 14),
    n: 2,
    method: "geometric mean of P(given), 2 of 2 models",
  });
  expect(severalModels([0.5, undefined, 0.5])).toMatchObject({ value: expect.closeTo(0.5, 14), n: 2 });
  expect(severalModels([0, 1])).toMatchObject({ value: expect.closeTo(Math.sqrt(1e-9), 14) });
  expect(severalModels([undefined])).toEqual({ undefinedBecause: "no prediction", n: 0 });
});

it("does not depend on the order of models, lies between the lowest and the highest; one model is itself", () => {
  const confidence = fc.double({ min: 1e-8, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(confidence, { minLength: 1, maxLength: 5 }), (confidences) => {
      const quality = severalModels(confidences);
      if (!("value" in quality)) throw new Error("undefined");
      expect(severalModels([...confidences].reverse())).toMatchObject({ value: expect.closeTo(quality.value, 12) });
      expect(quality.value).toBeGreaterThanOrEqual(Math.min(...confidences) * (1 - 1e-12));
      expect(quality.value).toBeLessThanOrEqual(Math.max(...confidences) * (1 + 1e-12));
      expect(severalModels(confidences.slice(0, 1))).toMatchObject({ value: expect.closeTo(confidences[0] ?? 0, 12) });
    }),
  );
});

it("disagreement: 0 of equal models, ln M of one-hot different ones, undefined below two", () => {
  expect(
    modelDisagreement([
      [1, 0],
      [0, 1],
    ]),
  ).toMatchObject({ value: Math.LN2, n: 2 });
  expect(modelDisagreement([[0.2, 0.8], undefined])).toEqual({ undefinedBecause: "too few models", n: 1 });
  expect(() => modelDisagreement([[0.2, 0.8], [1]])).toThrow(RangeError);
  const rows = fc.array(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 4, maxLength: 4 }), {
    minLength: 2,
    maxLength: 5,
  });
  fc.assert(
    fc.property(rows, (logits) => {
      const models = logits.map((row) => softmax(row));
      const estimate = modelDisagreement(models);
      if (!("value" in estimate)) throw new Error("undefined");
      expect(estimate.value).toBeGreaterThanOrEqual(0);
      expect(estimate.value).toBeLessThanOrEqual(Math.log(models.length) + 1e-12);
      expect(modelDisagreement([...models].reverse())).toMatchObject({ value: expect.closeTo(estimate.value, 12) });
      expect(modelDisagreement([models[0], models[0]])).toMatchObject({ value: expect.closeTo(0, 12) });
    }),
  );
});
