import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../random";
import { checkSample, compareRows, fileFor, isSameVector, shardSize, toleranceOf } from "./shard";

test("a shard has about 64 items and fits into one request", () => {
  expect(shardSize(10)).toBe(64);
  expect(shardSize(10_000)).toBe(25);
  expect(shardSize(1_000_000)).toBe(1);
  fc.assert(fc.property(fc.integer({ min: 1, max: 100_000 }), (n) => shardSize(n) * n * 4 * (4 / 3) < 2 * 1024 ** 2));
});

test("the sample is a subset without repeats, at least eight items, the same for the same seed", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1 }), { minLength: 1, maxLength: 64 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer(),
      (ids, share, seed) => {
        const sample = checkSample(ids, share, createRandom(seed));
        expect(new Set(sample).size).toBe(sample.length);
        expect(sample.every((id) => ids.includes(id))).toBe(true);
        expect(sample.length).toBe(Math.min(ids.length, Math.max(8, Math.ceil(share * ids.length))));
        expect(checkSample(ids, share, createRandom(seed))).toEqual(sample);
      },
    ),
  );
});

describe("equal computations", () => {
  const row = (...values: number[]) => Float32Array.from(values);
  test("within the tolerance nothing differs, beyond it an item does", () => {
    const close = compareRows([[row(0.5, 0.5), row(0.5005, 0.4995)]], 1e-3);
    expect(close.differing).toBe(0);
    expect(close.largestDifference).toBeCloseTo(5e-4, 6);
    expect(compareRows([[row(0.5, 0.5), row(0.502, 0.498)]], 1e-3).differing).toBe(1);
  });
  test("without a tolerance only the top label counts", () => {
    expect(compareRows([[row(0.9, 0.1), row(0.6, 0.4)]], null).differing).toBe(0);
    expect(compareRows([[row(0.9, 0.1), row(0.4, 0.6)]], null).differing).toBe(1);
  });
  test("an item that only one could read differs; one that none could does not", () => {
    expect(compareRows([[row(1, 0), null]], 1e-3).differing).toBe(1);
    expect(compareRows([[null, row(1, 0)]], 1e-3).differing).toBe(1);
    expect(compareRows([[null, null]], 1e-3)).toEqual({ differing: 0, largestDifference: 0 });
  });
  test("the tolerance follows the weights", () => {
    expect(toleranceOf({ dtype: "float32", operators: ["Gemm"] })).toBe(1e-3);
    expect(toleranceOf({ dtype: "float16", operators: ["Gemm"] })).toBe(5e-3);
    expect(toleranceOf({ dtype: "float32", operators: ["DynamicQuantizeLinear", "MatMulInteger"] })).toBeNull();
  });
});

test("vectors are compared relative to their largest value", () => {
  const row = (...values: number[]) => Float32Array.from(values);
  expect(isSameVector(row(1000, 0.2), row(1000.5, 0.6), 1e-3)).toBe(true);
  expect(isSameVector(row(0.001, 0.0002), row(0.001, 0.0003), 1e-3)).toBe(false);
  expect(isSameVector(row(0, 0), row(0, 0), 1e-3)).toBe(true);
  expect(isSameVector(row(1, 2), row(1), 1e-3)).toBe(false);
  expect([12.6, 11].map((value) => isSameVector(row(12.9, 1), row(value, 1), null))).toEqual([true, false]);
});

test("an item goes to the fold that never saw it, else to the whole model, never to another fold", () => {
  const folds = [0, 1].map((fold) => ({ fold, sha256: `f${fold}` }));
  const whole = { fold: null, sha256: "w" };
  expect(fileFor(folds, 1)?.sha256).toBe("f1");
  expect(fileFor(folds, null)?.sha256).toBe("f0");
  expect(fileFor([...folds, whole], null)?.sha256).toBe("w");
  expect(fileFor(folds, 7)).toBeNull();
  expect(fileFor([whole], 3)?.sha256).toBe("w");
});
