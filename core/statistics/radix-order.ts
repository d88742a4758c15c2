const DIGITS = 1 << 16;

/**
 * Indices from the smallest number to the largest, equal ones in the order they had: four counting sorts over 16 bits each.
 *
 * The bits of a float64 are ordered as the numbers are once negative ones are complemented and the sign bit is flipped. At a
 * million numbers about ten times as fast as a sort that compares. No NaN. Cost: O(N), memory 16 bytes per number.
 *
 * @param start the order equal numbers keep; by index where left out.
 */
export function radixOrder(values: ArrayLike<number>, start?: Int32Array): Int32Array<ArrayBuffer> {
  const n = values.length;
  const words = sortableWords(values);
  let order = start ? Int32Array.from(start) : Int32Array.from({ length: n }, (_, i) => i);
  let sorted = new Int32Array(n);
  const next = new Int32Array(DIGITS + 1);
  for (let digit = 0; digit < 4; digit++) {
    const [word, shift] = [digit >> 1, 16 * (digit & 1)];
    next.fill(0);
    for (let i = 0; i < n; i++) {
      const key = ((words[2 * i + word] as number) >>> shift) & 0xffff;
      next[key + 1] = (next[key + 1] as number) + 1;
    }
    if (n > 0 && next[(((words[word] as number) >>> shift) & 0xffff) + 1] === n) continue;
    for (let key = 0; key < DIGITS; key++) next[key + 1] = (next[key + 1] as number) + (next[key] as number);
    for (let at = 0; at < n; at++) {
      const index = order[at] as number;
      const key = ((words[2 * index + word] as number) >>> shift) & 0xffff;
      const place = next[key] as number;
      sorted[place] = index;
      next[key] = place + 1;
    }
    [order, sorted] = [sorted, order];
  }
  return order;
}

/** For each number its low and its high word, such that unsigned words compare as the numbers do. */
function sortableWords(values: ArrayLike<number>): Uint32Array {
  const numbers = new Float64Array(values.length);
  // + 0 makes -0 and 0 one
  for (let i = 0; i < numbers.length; i++) numbers[i] = (values[i] as number) + 0;
  const words = new Uint32Array(numbers.buffer);
  const isLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  for (let at = 0; at < words.length; at += 2) {
    const [low, high] = isLittle ? [at, at + 1] : [at + 1, at];
    const [lowWord, highWord] = [words[low] as number, words[high] as number];
    const isNegative = highWord >>> 31 === 1;
    words[at] = isNegative ? ~lowWord : lowWord;
    words[at + 1] = isNegative ? ~highWord : highWord | 0x80000000;
  }
  return words;
}
