/** Size of the hashed feature space; a power of two. */
export const TEXT_FEATURE_DIMS = 2 ** 14;
export const MAX_TEXT_TOKENS = 400;

/** One text as its non-zero features, by ascending index. */
export type TextFeatures = { indices: Uint32Array; values: Float32Array };

/** Lower-case words, numbers and the signs ! $ % ?, at most 400. */
export function tokenize(text: string): string[] {
  return (text.toLowerCase().match(/[a-z']+|[0-9]+|[!$%?]/g) ?? []).slice(0, MAX_TEXT_TOKENS);
}

/**
 * 32-bit FNV-1a over the UTF-16 code units of a text.
 *
 * Source: Fowler, Noll, Vo; the same as the published byte hash for ASCII texts.
 *
 * @example fnv1a32("foobar") // 3214735720
 */
export function fnv1a32(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return hash >>> 0;
}

/**
 * Hashed uni- and bigrams of a text, the same in browser and server:
 *
 *     value of a feature = log(1 + count), divided by the Euclidean length of the text's values
 *
 * Unigrams are hashed as `u` + token, bigrams as `b` + token + space + token. Values lie in (0, 1]; a text without
 * tokens has no features. Cost: O(characters).
 *
 * @param dims size of the feature space, a power of two.
 */
export function textFeatures(text: string, dims = TEXT_FEATURE_DIMS): TextFeatures {
  if (!(dims >= 2 && dims <= 2 ** 24 && Number.isInteger(Math.log2(dims)))) {
    throw new RangeError(`The feature space must be a power of two up to 2^24; found ${dims}.`);
  }
  const mask = dims - 1;
  const counts = new Map<number, number>();
  const add = (ngram: string) => {
    const index = fnv1a32(ngram) & mask;
    counts.set(index, (counts.get(index) ?? 0) + 1);
  };
  let previous: string | null = null;
  for (const token of tokenize(text)) {
    add(`u${token}`);
    if (previous !== null) add(`b${previous} ${token}`);
    previous = token;
  }
  const indices = Uint32Array.from(counts.keys()).sort();
  const raw = Float64Array.from(indices, (index) => Math.log(1 + (counts.get(index) ?? 0)));
  const length = Math.sqrt(raw.reduce((sum, value) => sum + value * value, 0));
  return { indices, values: Float32Array.from(raw, (value) => value / length) };
}

/** The same features as one dense row: the input of the exported model. */
export function denseTextFeatures(text: string, dims = TEXT_FEATURE_DIMS): Float32Array {
  const { indices, values } = textFeatures(text, dims);
  const dense = new Float32Array(dims);
  for (const [i, index] of indices.entries()) dense[index] = values[i] as number;
  return dense;
}
