/** Control characters, zero-width and bidirectional controls, byte order mark, soft hyphen. */
const FORBIDDEN = /[\p{Cc}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]/u;
const OUTER_SPACE = /^\p{White_Space}+|\p{White_Space}+$/gu;
export const MAX_LABEL_NAME_LENGTH = 200;

/** Whether the text holds no lone surrogate, so that UTF-8 can express it. */
export function isWellFormed(text: string): boolean {
  return nativeIsWellFormed ? nativeIsWellFormed.call(text) : !/\p{Cs}/u.test(text);
}
const nativeIsWellFormed = (String.prototype as { isWellFormed?: (this: string) => boolean }).isWellFormed;

/** The first character that may stand in no name or id, as `U+200B`; null when there is none. */
export function forbiddenCharacter(text: string): string | null {
  if (!isWellFormed(text)) return "a lone surrogate";
  const found = FORBIDDEN.exec(text)?.[0];
  return found === undefined ? null : `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** NFC without outer white space (no-break space counts as white space). */
export function normaliseName(raw: string): string {
  return raw.normalize("NFC").replace(OUTER_SPACE, "");
}

export type ParsedLabelName = { ok: true; name: string; changed: boolean } | { ok: false; message: string };

/**
 * A label name as it is stored: NFC, trimmed, 1 to 200 characters, no control or invisible ones.
 * `changed` says that normalising altered the text, so that imports can count it.
 *
 * @example parseLabelName(" pe\u0302che ") // { ok: true, name: "pêche", changed: true }
 */
export function parseLabelName(raw: unknown): ParsedLabelName {
  if (typeof raw !== "string") return { ok: false, message: `A label name is text; found ${describeType(raw)}.` };
  if (!isWellFormed(raw)) return { ok: false, message: "The label name holds a lone surrogate." };
  const name = normaliseName(raw);
  const length = [...name].length;
  if (length === 0) return { ok: false, message: "The label name is empty." };
  if (length > MAX_LABEL_NAME_LENGTH) {
    return {
      ok: false,
      message: `The label name has ${length} characters; at most ${MAX_LABEL_NAME_LENGTH} are allowed.`,
    };
  }
  const forbidden = forbiddenCharacter(name);
  if (forbidden) return { ok: false, message: `The label name holds ${forbidden}, an invisible or control character.` };
  return { ok: true, name, changed: name !== raw };
}

/** Names that differ by case only stay two labels; each such pair is worth a warning. */
export function caseTwins(names: readonly string[]): [string, string][] {
  const seen = new Map<string, string>();
  const twins: [string, string][] = [];
  for (const name of names) {
    const folded = name.toLowerCase();
    const earlier = seen.get(folded);
    if (earlier === undefined) seen.set(folded, name);
    else if (earlier !== name) twins.push([earlier, name]);
  }
  return twins;
}

/** Whether one word of the name mixes Latin with Cyrillic or Greek letters: usually a look-alike typed by mistake. */
export function mixesScripts(name: string): boolean {
  return (name.match(/[\p{L}\p{M}]+/gu) ?? []).some(
    (word) => /\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word),
  );
}

/** What a JSON value is, in words for a message. */
export function describeType(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return (
    { string: "text", number: "a number", boolean: "true or false", object: "an object" }[typeof value as "string"] ??
    typeof value
  );
}
