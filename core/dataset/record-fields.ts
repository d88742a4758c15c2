import { parseExternalId } from "../item/external-id";
import { describeType, parseLabelName } from "../label-set/label-name";
import { type RowCode, RowProblem } from "./dataset-problem";
import { type Extra, NONE, type Normalised, type RecordOptions } from "./dataset-record";
import type { JsonObject } from "./json-row";
import { parseTimestamp } from "./timestamp";

/** What the readers of one row share. */
export type RowContext = {
  options: RecordOptions;
  normalised: Normalised;
  warnings: string[];
  /** Code points of the row's text; null where it is not in the row. */
  textLength: number | null;
};

export function newRowContext(options: RecordOptions): RowContext {
  return {
    options,
    normalised: { labelNames: 0, ids: 0, probsSumOff: 0, probsClamped: 0 },
    warnings: [],
    textLength: null,
  };
}

export const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;

/** A text of at most `max` characters, or null when it is absent. */
export function optionalText(value: unknown, field: string, max: number): string | null {
  if (isAbsent(value)) return null;
  if (typeof value !== "string")
    throw new RowProblem("field-limit", field, `Expected text; found ${describeType(value)}.`);
  // characters are at most as many as UTF-16 units
  if (value.length >= 1 && value.length <= max) return value;
  const length = [...value].length;
  if (length < 1 || length > max)
    throw new RowProblem("field-limit", field, `Expected 1 to ${max} characters; found ${length}.`);
  return value;
}

export function requiredText(value: unknown, field: string, max: number): string {
  const text = optionalText(value, field, max);
  if (text === null) throw new RowProblem("field-limit", field, "The value is missing.");
  return text;
}

/** An id of a group, item or person; `code` is given when it is not one. */
export function idField(value: unknown, field: string, code: RowCode, { normalised }: RowContext): string {
  const parsed = parseExternalId(value);
  if (!parsed.ok) {
    const message = parsed.code === "id-missing" ? "The value is missing." : parsed.message;
    throw new RowProblem(code, field, message);
  }
  if (parsed.changed) normalised.ids++;
  return parsed.id;
}

/** The name of one label of the label set; a JSON integer is the name with its digits. */
export function labelField(value: unknown, field: string, context: RowContext): string {
  const { labels } = context.options;
  if (typeof value === "string" && labels?.has(value)) return value;
  if (Array.isArray(value)) throw labelList(value, field);
  const parsed = parseLabelName(typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value);
  if (!parsed.ok) throw new RowProblem("label-invalid", field, parsed.message);
  if (labels && !labels.has(parsed.name)) {
    throw new RowProblem(
      "label-unknown",
      field,
      `"${parsed.name}" is not in the label set (${nameSome([...labels.keys()])}).`,
    );
  }
  if (parsed.changed) context.normalised.labelNames++;
  return parsed.name;
}

function labelList(value: readonly unknown[], field: string): RowProblem {
  if (value.length > 1) return new RowProblem("label-many", field, `The task takes one label; found ${value.length}.`);
  return new RowProblem("label-invalid", field, "The task takes one label as text; found a list.");
}

const nameSome = (names: readonly string[]) => names.slice(0, 8).join(", ") + (names.length > 8 ? ", ..." : "");

/** Epoch ms; null when absent. */
export function optionalTime(value: unknown, field: string): number | null {
  if (isAbsent(value)) return null;
  const time = typeof value === "string" ? parseTimestamp(value) : null;
  if (time !== null) return time;
  const found = typeof value === "string" ? `"${value.slice(0, 40)}"` : describeType(value);
  throw new RowProblem(
    "time-invalid",
    field,
    `Expected a time such as 2026-03-02T09:00:04.120Z, with a zone, 1970 to 2100; found ${found}.`,
  );
}

/** A number within limits; null when absent. */
export function optionalNumber(
  value: unknown,
  field: string,
  { code, isValid, expected }: { code: RowCode; isValid: (value: number) => boolean; expected: string },
): number | null {
  if (isAbsent(value)) return null;
  if (typeof value === "number" && Number.isFinite(value) && isValid(value)) return value;
  throw new RowProblem(
    code,
    field,
    `Expected ${expected}; found ${typeof value === "number" ? value : describeType(value)}.`,
  );
}

export function optionalBoolean(value: unknown, field: string): boolean | null {
  if (isAbsent(value) || typeof value === "boolean") return value ?? null;
  throw new RowProblem("field-limit", field, `Expected true or false; found ${describeType(value)}.`);
}

/** One of some words; `standard` when absent. */
export function wordField<const W extends string, D extends W | null>(
  value: unknown,
  field: string,
  words: readonly W[],
  standard: D,
): W | D {
  if (isAbsent(value)) return standard;
  const word = words.find((known) => known === value);
  if (word !== undefined) return word;
  throw new RowProblem(
    "field-limit",
    field,
    `Expected one of ${words.join(", ")}; found ${typeof value === "string" ? `"${value.slice(0, 40)}"` : describeType(value)}.`,
  );
}

/** A list of at most `max` entries; empty when absent. */
export function listField(value: unknown, field: string, max: number): readonly unknown[] {
  if (isAbsent(value)) return [];
  if (!Array.isArray(value))
    throw new RowProblem("field-limit", field, `Expected a list; found ${describeType(value)}.`);
  if (value.length > max)
    throw new RowProblem("field-limit", field, `Expected at most ${max} entries; found ${value.length}.`);
  return value;
}

/** The entries whose keys are not read by us. */
export function unknownEntries(json: JsonObject, known: ReadonlySet<string>): Extra {
  let unknown: Map<string, unknown> | null = null;
  for (const key in json) {
    if (known.has(key)) continue;
    unknown ??= new Map();
    unknown.set(key, json[key]);
  }
  return unknown ?? NONE;
}
