import { parseExternalId } from "../item/external-id";
import { describeType } from "../label-set/label-name";
import { type RowCode, RowProblem } from "./dataset-problem";
import {
  type DatasetRecord,
  type Extra,
  type MetaValue,
  NONE,
  type Normalised,
  type RecordOptions,
} from "./dataset-record";
import { valueField } from "./dataset-value";
import { firstUnstorable, isObject, type JsonObject, NO_SOURCE, parseJsonRow, type RowSource } from "./json-row";
import { readAdjudications, readAnnotations } from "./record-annotations";
import { collectExtra, limitExtra } from "./record-extra";
import { idField, isAbsent, newRowContext, optionalText, optionalTime, type RowContext } from "./record-fields";
import { mediaPathOf, readPayload } from "./record-payload";
import { readPredictions } from "./record-predictions";
import { readEmbedding, readResolution } from "./record-results";

/** Annotations and predictions of a row, also of one that was rejected: the report counts them. */
export type RowCounts = { annotations: number; predictions: number };
export type RowRejection = { ok: false; code: RowCode; field: string; message: string; counts: RowCounts };
export type ParsedRecord =
  | { ok: true; record: DatasetRecord; normalised: Normalised; warnings: string[]; counts: RowCounts }
  | RowRejection;

/**
 * One row as a record, or the first reason against it. A row is atomic: one bad prediction rejects all of it.
 *
 * @param line where the row begins in its file, from 1.
 * @param source what the file says beyond the object; see `parseJsonRow`.
 */
export function parseRecord(
  json: unknown,
  line: number,
  options: RecordOptions,
  source: RowSource = NO_SOURCE,
): ParsedRecord {
  const context = newRowContext(options);
  const counts = countsOf(json);
  try {
    if (!isObject(json))
      throw new RowProblem("json-syntax", "", `A row is a JSON object; found ${describeType(json)}.`);
    const record = readRecord(json, { line, source, context });
    return { ok: true, record, normalised: context.normalised, warnings: context.warnings, counts };
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error;
    return { ok: false, code: error.code, field: error.field, message: error.message, counts };
  }
}

/** `parseRecord` of one line of a JSONL file. */
export function parseRecordLine(raw: string, line: number, options: RecordOptions): ParsedRecord {
  try {
    const { json, ...source } = parseJsonRow(raw);
    return parseRecord(json, line, options, source);
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error;
    const { code, field, message } = error;
    return { ok: false, code, field, message, counts: { annotations: 0, predictions: 0 } };
  }
}

function countsOf(json: unknown): RowCounts {
  const length = (value: unknown) => (Array.isArray(value) ? value.length : 0);
  return isObject(json)
    ? { annotations: length(json.annotations), predictions: length(json.predictions) }
    : { annotations: 0, predictions: 0 };
}

type RowPlace = { line: number; source: RowSource; context: RowContext };

function readRecord(json: JsonObject, { line, source, context }: RowPlace): DatasetRecord {
  const { id, originalId } = readId(json.id, source.idSource, context);
  const payload = readPayload(json, context.options.media, source.dataColumns);
  if (context.options.task === "spans" && payload.text !== null) context.textLength = [...payload.text].length;
  const { meta, nested } = readMeta(json.meta, context);
  const record: DatasetRecord = {
    line,
    id,
    ...payload,
    sha256: readSha256(json.sha256),
    label: isAbsent(json.label) ? null : valueField(json.label, "label", context),
    split: optionalText(json.split, "split", 64),
    group: isAbsent(json.group) ? null : idField(json.group, "group", "field-limit", context),
    observedAt: optionalTime(json.observedAt, "observedAt"),
    meta,
    predictions: readPredictions(json.predictions, context),
    annotations: readAnnotations(json.annotations, context),
    adjudications: readAdjudications(json.adjudications, context),
    embedding: readEmbedding(json.embedding),
    excluded: readExcluded(json.excluded),
    resolved: readResolution(json.resolved, context),
    extra: NONE,
  };
  const unstorable = firstUnstorable(json);
  if (unstorable) throw new RowProblem("encoding", unstorable.field, unstorable.message);
  record.extra = collectExtra(json, record, { originalId, nestedMeta: nested });
  limitExtra(record, context.warnings);
  if (record.id === null && context.options.idRule === "path") record.id = mediaPathOf(payload, context.options.media);
  return record;
}

function readId(
  value: unknown,
  idSource: string | null,
  { options, normalised }: RowContext,
): { id: string | null; originalId: string | null } {
  const parsed = parseExternalId(value, idSource ?? undefined);
  if (!parsed.ok) {
    if (parsed.code === "id-missing" && options.idRule !== "column") return { id: null, originalId: null };
    throw new RowProblem(parsed.code, "id", parsed.message);
  }
  if (parsed.changed) normalised.ids++;
  return { id: parsed.id, originalId: parsed.changed ? String(value) : null };
}

function readSha256(value: unknown): string | null {
  if (isAbsent(value)) return null;
  if (typeof value === "string" && /^[0-9a-fA-F]{64}$/.test(value)) return value.toLowerCase();
  throw new RowProblem("media-invalid", "sha256", "Expected a SHA-256 as 64 hexadecimal digits.");
}

const NO_META = { meta: NONE, nested: NONE };

/** Flat values by key; nested ones go to `extra.meta`. */
function readMeta(value: unknown, { warnings }: RowContext): { meta: DatasetRecord["meta"]; nested: Extra } {
  if (isAbsent(value)) return NO_META;
  const meta = new Map<string, MetaValue>();
  const nested = new Map<string, unknown>();
  if (!isObject(value))
    throw new RowProblem("meta-invalid", "meta", `Expected an object; found ${describeType(value)}.`);
  const entries = Object.entries(value);
  if (entries.length > 64)
    throw new RowProblem("meta-invalid", "meta", `Expected at most 64 keys; found ${entries.length}.`);
  for (const [key, entry] of entries) {
    const field = `meta.${key}`;
    const length = [...key].length;
    if (length < 1 || length > 64)
      throw new RowProblem("meta-invalid", "meta", `A key has 1 to 64 characters; found ${length}.`);
    if (typeof entry === "object" && entry !== null) {
      nested.set(key, entry);
      warnings.push(`${field} is nested and was kept in extra.meta.`);
    } else meta.set(key, metaValue(entry, field));
  }
  return { meta, nested };
}

function metaValue(value: unknown, field: string): MetaValue {
  if (typeof value === "string" && [...value].length > 1000) {
    throw new RowProblem("meta-invalid", field, `Expected at most 1000 characters; found ${[...value].length}.`);
  }
  if (typeof value === "number" && !Number.isFinite(value))
    throw new RowProblem("meta-invalid", field, "The number is too large.");
  return value as MetaValue;
}

function readExcluded(value: unknown): DatasetRecord["excluded"] {
  if (isAbsent(value)) return null;
  if (!isObject(value))
    throw new RowProblem("field-limit", "excluded", `Expected an object; found ${describeType(value)}.`);
  const at = optionalTime(value.at, "excluded.at");
  const reason = optionalText(value.reason, "excluded.reason", 400);
  if (at === null || reason === null)
    throw new RowProblem("field-limit", "excluded", "An exclusion needs a time and a reason.");
  return { at, reason };
}
