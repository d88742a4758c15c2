import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockTime, waveformPeaks } from "./waveform";

describe("waveformPeaks", () => {
  it("keeps the extremes of each stretch over all channels", () => {
    const left = Float32Array.of(0, 0.5, -1, 0.25);
    const right = Float32Array.of(0.125, 0, 0, 0.75);
    expect([...waveformPeaks([left], 2)]).toEqual([0, 0.5, -1, 0.25]);
    expect([...waveformPeaks([left, right], 2)]).toEqual([0, 0.5, -1, 0.75]);
  });

  it("of nothing is flat; more buckets than samples repeat them; what is louder than full is cut", () => {
    expect([...waveformPeaks([], 2)]).toEqual([0, 0, 0, 0]);
    expect([...waveformPeaks([Float32Array.of(0.5)], 2)]).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect([...waveformPeaks([Float32Array.of(-3, 3)], 1)]).toEqual([-1, 1]);
  });

  it("never loses the loudest sample, whatever the number of buckets", () => {
    const samples = fc.float32Array({ minLength: 1, maxLength: 200, min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 300 }), (channel, buckets) => {
        const peaks = waveformPeaks([channel], buckets);
        expect(Math.max(...peaks)).toBe(Math.max(...channel));
        expect(Math.min(...peaks)).toBe(Math.min(...channel));
        for (let k = 0; k < buckets; k++) expect(peaks[2 * k]).toBeLessThanOrEqual(peaks[2 * k + 1] ?? 0);
      }),
    );
  });
});

describe("clockTime", () => {
  it.each([
    [0, "0:00.0"],
    [9.99, "0:09.9"],
    [75.26, "1:15.2"],
    [3600, "60:00.0"],
    [-1, "0:00.0"],
    [0.3, "0:00.3"],
  ])("%d s", (seconds, text) => {
    expect(clockTime(seconds)).toBe(text);
  });
});
