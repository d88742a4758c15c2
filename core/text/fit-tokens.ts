/** Tokens of one text as a tokenizer gives them: with its special tokens, and the text's own alone. */
export interface TokenizedParts {
  ids: readonly number[];
  typeIds: readonly number[];
  /** Without special tokens. */
  content: readonly number[];
}

export interface TokenShape {
  maxLength: number;
  padTo: "maxLength" | "longest";
  padSide: "right" | "left";
  padId: number;
}

export interface FittedTokens {
  ids: number[];
  /** 1 for a token, 0 for padding. */
  mask: number[];
  typeIds: number[];
  /** The text had more tokens than the model reads. */
  truncated: boolean;
}

/**
 * Brings tokens to the length that a model reads. What is too long loses the end of its text, never the special tokens
 * around it; what is too short is filled up with the padding token.
 *
 * @example fitTokens({ ids: [2, 7, 8, 9, 3], typeIds: [0, 0, 0, 0, 0], content: [7, 8, 9] }, { maxLength: 4, ... }).ids // [2, 7, 8, 3]
 */
export function fitTokens(parts: TokenizedParts, { maxLength, padTo, padSide, padId }: TokenShape): FittedTokens {
  const { ids, typeIds, truncated } = cut(parts, maxLength);
  const length = padTo === "maxLength" ? maxLength : Math.max(1, ids.length);
  const missing = Array.from({ length: length - ids.length }, () => 0);
  const filled = (values: readonly number[], filler: number) => {
    const padding = missing.map(() => filler);
    return padSide === "right" ? [...values, ...padding] : [...padding, ...values];
  };
  return {
    ids: filled(ids, padId),
    mask: filled(
      ids.map(() => 1),
      0,
    ),
    typeIds: filled(typeIds, 0),
    truncated,
  };
}

function cut({ ids, typeIds, content }: TokenizedParts, maxLength: number) {
  if (ids.length <= maxLength) return { ids, typeIds, truncated: false };
  const specials = ids.length - content.length;
  const before = leadingSpecials(ids, content);
  const after = specials - before;
  // a tokenizer with more special tokens than places: the beginning is all there is
  if (specials > maxLength)
    return { ids: ids.slice(0, maxLength), typeIds: typeIds.slice(0, maxLength), truncated: true };
  const kept = (values: readonly number[]) => [
    ...values.slice(0, maxLength - after),
    ...values.slice(values.length - after),
  ];
  return { ids: kept(ids), typeIds: kept(typeIds), truncated: true };
}

/** How many special tokens stand before the text's own. */
function leadingSpecials(ids: readonly number[], content: readonly number[]): number {
  const most = ids.length - content.length;
  for (let start = 0; start < most; start++) if (content.every((id, k) => ids[start + k] === id)) return start;
  return most;
}
