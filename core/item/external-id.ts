import { describeType, forbiddenCharacter, isWellFormed } from "../label-set/label-name";

export const MAX_EXTERNAL_ID_LENGTH = 256;

/** Printable ASCII without outer spaces: most ids, and nothing to look for in them. */
const PLAIN = /^[!-~](?:[ -~]{0,254}[!-~])?$/;

export type ParsedId =
  | { ok: true; id: string; changed: boolean }
  | { ok: false; code: "id-missing" | "id-invalid" | "id-not-exact"; message: string };

/**
 * A user's own id (of an item, group or annotator): NFC, 1 to 256 characters, no control or invisible characters, no outer
 * white space. Matching is exact, so "007" and "7" are two ids. A JSON integer counts as its decimal digits.
 *
 * `source` is the text of the number in the file; without it, only integers that float64 holds exactly are taken.
 *
 * @example parseExternalId(12) // { ok: true, id: "12", changed: false }
 */
export function parseExternalId(raw: unknown, source?: string): ParsedId {
  if (raw === undefined || raw === null || raw === "")
    return { ok: false, code: "id-missing", message: "The row has no id." };
  if (typeof raw === "number") return idFromNumber(raw, source);
  if (typeof raw === "string" && PLAIN.test(raw)) return { ok: true, id: raw, changed: false };
  if (typeof raw !== "string") return invalid(`An id is text; found ${describeType(raw)}.`);
  if (!isWellFormed(raw)) return invalid("The id holds a lone surrogate.");
  const id = raw.normalize("NFC");
  const length = [...id].length;
  if (length > MAX_EXTERNAL_ID_LENGTH)
    return invalid(`The id has ${length} characters; at most ${MAX_EXTERNAL_ID_LENGTH} are allowed.`);
  const forbidden = forbiddenCharacter(id);
  if (forbidden) return invalid(`The id holds ${forbidden}, an invisible or control character.`);
  if (/^\p{White_Space}|\p{White_Space}$/u.test(id)) return invalid("The id begins or ends with white space.");
  return { ok: true, id, changed: id !== raw };
}

function idFromNumber(value: number, source?: string): ParsedId {
  const digits = String(value);
  if (Number.isSafeInteger(value) && !Object.is(value, -0) && (source === undefined || source === digits)) {
    return { ok: true, id: digits, changed: false };
  }
  const message = `The id ${source ?? digits} is a number that cannot be taken exactly; write it as text in quotes.`;
  return { ok: false, code: "id-not-exact", message };
}

function invalid(message: string): ParsedId {
  return { ok: false, code: "id-invalid", message };
}
