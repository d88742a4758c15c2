import { describe, expect, it } from "vitest";
import { type Hearing, heardWindow } from "./heard-window";
import { SoundError, soundOf } from "./sound";

const ramp = soundOf(4, [Float32Array.from({ length: 9 }, (_, k) => k / 16)]);
const hearing = (change: Partial<Hearing> = {}): Hearing => ({
  samplingRate: 4,
  samples: 4,
  longer: "first",
  normalize: "none",
  ...change,
});

describe("what a model hears", () => {
  it("of a longer recording is its beginning or its middle, and partial", () => {
    expect(heardWindow(ramp, hearing())).toEqual({
      values: Float32Array.of(0, 1 / 16, 2 / 16, 3 / 16),
      isPartial: true,
      from: 0,
      to: 1,
    });
    expect(heardWindow(ramp, hearing({ longer: "center" }))).toEqual({
      values: Float32Array.of(2 / 16, 3 / 16, 4 / 16, 5 / 16),
      isPartial: true,
      from: 0.5,
      to: 1.5,
    });
  });

  it("of a shorter one is all of it, and silence behind", () => {
    const short = soundOf(4, [Float32Array.of(0.5, 0.25), Float32Array.of(-0.5, 0.25)]);
    for (const longer of ["first", "center"] as const)
      expect(heardWindow(short, hearing({ longer }))).toEqual({
        values: Float32Array.of(0, 0.25, 0, 0),
        isPartial: false,
        from: 0,
        to: 0.5,
      });
  });

  it("is normalised without the padding, as Wav2Vec2FeatureExtractor does", () => {
    const short = soundOf(4, [Float32Array.of(0.5, -0.25, 0.25)]);
    const { values } = heardWindow(short, hearing({ normalize: "zero-mean-unit-variance" }));
    const [mean, deviation] = [1 / 6, Math.sqrt(7 / 72 + 1e-7)];
    const expected = [0.5, -0.25, 0.25].map((value) => (value - mean) / deviation);
    for (const [k, value] of expected.entries()) expect(values[k]).toBeCloseTo(value, 6);
    expect(values[3]).toBe(0);
    const silence = soundOf(4, [new Float32Array(4)]);
    expect([...heardWindow(silence, hearing({ normalize: "zero-mean-unit-variance" })).values]).toEqual([0, 0, 0, 0]);
  });

  it("is cut after resampling", () => {
    const { values, isPartial, to } = heardWindow(ramp, hearing({ samplingRate: 2 }));
    expect([values.length, isPartial, to]).toEqual([4, true, 2]);
    expect(heardWindow(ramp, hearing({ samplingRate: 2, samples: 5 })).isPartial).toBe(false);
  });

  it("of no sound at all is refused", () => {
    expect(() => heardWindow(soundOf(4, []), hearing())).toThrow(SoundError);
  });
});
