import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resample, resampledLength } from "./resample";
import { soundOf } from "./sound";

/** The formula of torchaudio as it stands: one filter a phase over the padded signal, every tap of the full width. */
function direct(values: readonly number[], rate: number, wanted: number): number[] {
  let [a, b] = [rate, wanted];
  while (b > 0) [a, b] = [b, a % b];
  const [from, to] = [rate / a, wanted / a];
  const base = 0.99 * Math.min(from, to);
  const width = Math.ceil((6 * from) / base);
  return Array.from({ length: Math.ceil((to * values.length) / from) }, (_, j) => {
    let sum = 0;
    for (let k = -width; k < width + from; k++) {
      const t = Math.min(6, Math.max(-6, (-(j % to) / to + k / from) * base));
      const window = Math.cos((t * Math.PI) / 6 / 2) ** 2;
      const sinc = t === 0 ? 1 : Math.sin(t * Math.PI) / (t * Math.PI);
      sum += (base / from) * sinc * window * (values[Math.floor(j / to) * from + k] ?? 0);
    }
    return sum;
  });
}

const mono = (rate: number, values: readonly number[]) => soundOf(rate, [Float32Array.from(values)]);
const tone = (rate: number, hertz: number, seconds: number) =>
  Array.from({ length: rate * seconds }, (_, k) => Math.sin((2 * Math.PI * hertz * k) / rate));
/** Largest magnitude away from the ends, where silence begins. */
const peak = (values: Float64Array) => {
  const edge = Math.floor(values.length / 4);
  return values.slice(edge, -edge).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
};

const rates = fc.constantFrom(8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 7_919);
/** Without -0, which a sum turns into 0. */
const samples = fc.array(
  fc.float({ min: -1, max: 1, noNaN: true }).map((value) => value + 0),
  { minLength: 1, maxLength: 120 },
);

describe("resampling", () => {
  it("is the formula, evaluated directly", () => {
    const check = fc.property(
      samples,
      fc.constantFrom(3, 4, 5, 8, 441, 160),
      fc.constantFrom(2, 4, 7, 9, 441, 160),
      (values, from, to) => {
        fc.pre(from !== to);
        const found = resample(mono(from, values), to);
        const expected = direct([...Float32Array.from(values)], from, to);
        expect(found).toHaveLength(expected.length);
        for (const [k, value] of expected.entries()) expect(Math.abs((found[k] ?? 9) - value)).toBeLessThan(1e-12);
      },
    );
    fc.assert(check, { numRuns: 60 });
  });

  it("keeps the samples at equal rates, and gives ceil(n x new / old) at others", () => {
    fc.assert(
      fc.property(samples, rates, rates, (values, from, to) => {
        const sound = mono(from, values);
        expect([...resample(sound, from)]).toEqual([...Float32Array.from(values)]);
        expect(resample(sound, to)).toHaveLength(Math.ceil((values.length * to) / from));
        expect(resampledLength(sound, to)).toBe(resample(sound, to).length);
      }),
      { numRuns: 60 },
    );
  });

  it("is linear", () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: -64, max: 64 }), fc.integer({ min: -64, max: 64 })), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(pairs, rates, rates, (values, from, to) => {
        const part = (weigh: (a: number, b: number) => number) =>
          resample(
            mono(
              from,
              values.map(([a, b]) => weigh(a / 256, b / 256)),
            ),
            to,
          );
        const [sum, first, second] = [part((a, b) => 2 * a + b), part((a) => a), part((_, b) => b)];
        for (const [k, value] of sum.entries())
          expect(Math.abs(value - 2 * (first[k] ?? 9) - (second[k] ?? 9))).toBeLessThan(1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it("gives a part as the whole has it", () => {
    fc.assert(
      fc.property(samples, rates, rates, fc.nat(), fc.nat(), (values, from, to, a, b) => {
        const sound = mono(from, values);
        const whole = resample(sound, to);
        const [start, end] = [a % whole.length, b % (whole.length + 1)].sort((x, y) => x - y) as [number, number];
        expect([...resample(sound, to, { start, end })]).toEqual([...whole.slice(start, end)]);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    [44_100, 16_000],
    [8_000, 16_000],
    [48_000, 16_000],
    [16_000, 22_050],
  ])("from %d to %d Hz keeps a constant and a tone, and drops what the lower rate cannot hold", (from, to) => {
    const steady = resample(
      mono(
        from,
        Array.from({ length: from / 2 }, () => 0.5),
      ),
      to,
    );
    expect(peak(steady)).toBeCloseTo(0.5, 2);
    const lower = Math.min(from, to);
    expect(peak(resample(mono(from, tone(from, lower / 8, 0.5)), to))).toBeCloseTo(1, 1);
    if (to < from) expect(peak(resample(mono(from, tone(from, 0.5 * to * 1.3, 0.5)), to))).toBeLessThan(0.02);
  });
});
