const STEPS = 4096;
/** 2^-23 / (1 + i/4096): what one unit in the last 11 bits of a float32 is relative to its upper bits. */
const UNIT = Float64Array.from({ length: STEPS }, (_, i) => (2 ** -23 * STEPS) / (STEPS + i));
const LOGARITHM = Float64Array.from({ length: STEPS }, (_, i) => Math.log1p(i / STEPS));
/** Exponent bits of a float32 from 1/2 on. */
const HALF = 126;

/**
 * Entropies in nats of many predictions, -sum p ln p each, as `entropyNats`.
 *
 * From float32 the logarithm comes from a table: with p = 2^e (1 + i/4096)(1 + r), ln p = e ln 2 + ln(1 + i/4096) + ln(1 + r),
 * r < 2^-12 by four terms of its series: exact to about 1e-16, at half the time of Math.log. One of 1/2 or more is left
 * to Math.log, so that what is nearly certain keeps its digits.
 *
 * Range 0 .. ln K, high = uncertain. Cost: O(N K).
 *
 * @param probs row-major N x K, taken as they are.
 * @example entropies(Float32Array.of(0.5, 0.5, 1, 0), 2) // 0.6931471805599453, 0
 */
export function entropies(probs: Float32Array | Float64Array, classes: number): Float64Array {
  const result = new Float64Array(probs.length / classes);
  if (probs instanceof Float32Array) {
    const bits = new Int32Array(probs.buffer, probs.byteOffset, probs.length);
    for (let i = 0, first = 0; i < result.length; i++, first += classes)
      result[i] = tableEntropy(probs, bits, first, first + classes);
  } else
    for (let i = 0, first = 0; i < result.length; i++, first += classes)
      result[i] = plainEntropy(probs, first, first + classes);
  return result;
}

function tableEntropy(probs: Float32Array, bits: Int32Array, first: number, end: number): number {
  let entropy = 0;
  for (let j = first; j < end; j++) {
    const word = bits[j] as number;
    const e = word >> 23;
    if (e <= 0 || e >= HALF) {
      // also what is below 0, by its sign bit
      const p = probs[j] as number;
      if (p > 0) entropy -= p * Math.log(p);
      continue;
    }
    const i = (word >> 11) & 4095;
    const r = (word & 2047) * (UNIT[i] as number);
    const tail = r * (1 - r * (1 / 2 - r * (1 / 3 - r / 4)));
    entropy -= (probs[j] as number) * ((e - 127) * Math.LN2 + (LOGARITHM[i] as number) + tail);
  }
  return entropy > 0 ? entropy : 0;
}

function plainEntropy(probs: Float64Array, first: number, end: number): number {
  let entropy = 0;
  for (let j = first; j < end; j++) {
    const p = probs[j] as number;
    if (p > 0) entropy -= p * Math.log(p);
  }
  return entropy > 0 ? entropy : 0;
}
