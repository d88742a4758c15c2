import { describeType, isWellFormed } from "../label-set/label-name";
import { RowProblem } from "./dataset-problem";

export type JsonObject = { [key: string]: unknown };

export const MAX_JSON_DEPTH = 64;

/** Whether a JSON value is an object. Its keys are data: read them with `Object.entries` or by our own fixed names. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a parsed object does not tell of its line. */
export type RowSource = {
  /** How a number under `id` is written, so that it can be taken exactly. */
  idSource: string | null;
  /** The columns of `data` as they stand; null where the object has them in that order. */
  dataColumns: readonly string[] | null;
};
export const NO_SOURCE: RowSource = { idSource: null, dataColumns: null };
export type JsonRow = RowSource & { json: JsonObject };

/** Parses one line; throws `RowProblem` (`json-syntax`, `json-depth`) when it is not an object of reasonable depth. */
export function parseJsonRow(raw: string): JsonRow {
  if (mayBeDeep(raw) && scanJson(raw).depth > MAX_JSON_DEPTH)
    throw new RowProblem("json-depth", "", `The row is nested deeper than ${MAX_JSON_DEPTH} levels.`);
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch (error) {
    throw new RowProblem(
      "json-syntax",
      "",
      `The row is not valid JSON: ${error instanceof Error ? error.message : "syntax error"}.`,
    );
  }
  if (!isObject(json)) throw new RowProblem("json-syntax", "", `A row is a JSON object; found ${describeType(json)}.`);
  return {
    json,
    idSource: typeof json.id === "number" ? scanJson(raw).idSource : null,
    dataColumns: isObject(json.data) && hasNumberLikeKey(json.data) ? keysInOrder(raw, "data") : null,
  };
}

/** An object moves such keys to its front, in ascending order. */
function hasNumberLikeKey(object: JsonObject): boolean {
  for (const key in object) return /^(?:0|[1-9][0-9]{0,9})$/.test(key);
  return false;
}

/** The keys of the object under a top-level key, in the order of the source. Needs valid JSON. */
function keysInOrder(raw: string, name: string): string[] {
  let depth = 0;
  let keys = new Set<string>();
  let isInside = false;
  for (let at = 0; at < raw.length; at++) {
    const character = raw.charCodeAt(at);
    if (character === QUOTE) {
      const end = stringEnd(raw, at);
      const isKey = depth <= 2 && /^\s*:/.test(raw.slice(end + 1, end + 400));
      const key: unknown = isKey ? JSON.parse(raw.slice(at, end + 1)) : null;
      if (depth === 1 && typeof key === "string") {
        isInside = key === name;
        if (isInside) keys = new Set();
      } else if (depth === 2 && isInside && typeof key === "string") keys.add(key);
      at = end;
    } else if (character === OPEN_BRACE || character === OPEN_BRACKET) depth++;
    else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) depth--;
  }
  return [...keys];
}

/** Whether the row has more opening brackets than levels are allowed; those inside texts count, too. */
function mayBeDeep(raw: string): boolean {
  let left = MAX_JSON_DEPTH;
  for (const bracket of OPENING)
    for (let at = raw.indexOf(bracket); at !== -1; at = raw.indexOf(bracket, at + 1)) if (left-- === 0) return true;
  return false;
}
const OPENING = ["{", "["] as const;

/** Depth of the nesting, and the source text of the last top-level `"id"` when it is a number. Needs no valid JSON. */
function scanJson(raw: string): { depth: number; idSource: string | null } {
  let depth = 0;
  let deepest = 0;
  let idSource: string | null = null;
  for (let at = 0; at < raw.length; at++) {
    const character = raw.charCodeAt(at);
    if (character === QUOTE) {
      const end = stringEnd(raw, at);
      if (depth === 1 && end - at === 3 && raw.startsWith('"id"', at))
        idSource = numberAfterColon(raw, end + 1) ?? idSource;
      at = end;
    } else if (character === OPEN_BRACE || character === OPEN_BRACKET) {
      depth++;
      if (depth > deepest) deepest = depth;
    } else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) depth--;
  }
  return { depth: deepest, idSource };
}

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [34, 92, 123, 125, 91, 93];

function stringEnd(raw: string, start: number): number {
  let at = start + 1;
  while (at < raw.length && raw.charCodeAt(at) !== QUOTE) at += raw.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

function numberAfterColon(raw: string, from: number): string | null {
  return /^\s*:\s*(-?[0-9][0-9.eE+-]*)/.exec(raw.slice(from, from + 400))?.[1] ?? null;
}

export type Unstorable = { field: string; message: string };

/**
 * The first value that no database or JSON writer could keep: a lone surrogate or NUL in a text or key, or a number beyond
 * float64 (`1e400` parses to Infinity). Null when there is none.
 */
export function firstUnstorable(value: unknown): Unstorable | null {
  const path: string[] = [];
  const message = unstorableMessage(value, path);
  return message === null ? null : { field: path.reverse().join("").replace(/^\./, ""), message };
}

/** The path is filled from the inside out, and only when something was found. */
function unstorableMessage(value: unknown, path: string[]): string | null {
  if (typeof value === "string") return textMessage(value);
  if (typeof value === "number") return Number.isFinite(value) ? null : "A number is too large to be read.";
  if (typeof value !== "object" || value === null) return null;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const message = unstorableMessage(value[i], path);
      if (message !== null) {
        path.push(`[${i}]`);
        return message;
      }
    }
    return null;
  }
  const object = value as JsonObject;
  for (const key in object) {
    const message = textMessage(key) ?? unstorableMessage(object[key], path);
    if (message !== null) {
      path.push(`.${key}`);
      return message;
    }
  }
  return null;
}

function textMessage(text: string): string | null {
  if (text.includes("\u0000")) return "A text holds a NUL character.";
  return isWellFormed(text) ? null : "A text holds a lone surrogate, which UTF-8 cannot express.";
}
