/** A seeded source of uniform numbers in [0, 1); always passed in, never global. */
export type Random = () => number;

/**
 * Small fast counter generator (sfc32), 128 bits of state, period at least 2^32.
 * The same seed gives the same sequence on every platform.
 *
 * @param seed any integer; its low 32 bits count.
 * Source: Doty-Humphrey, PractRand (public domain design).
 */
export function createRandom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let k = 0; k < 15; k++) next();
  return next;
}

/** In-place Fisher-Yates shuffle; returns its argument. */
export function shuffle<T>(values: T[], random: Random): T[] {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const a = values[i] as T;
    values[i] = values[j] as T;
    values[j] = a;
  }
  return values;
}
