import { type AnnotationValue, MAX_MARKS } from "../annotation/annotation-value";
import { answerText, answerValue, inBoxOrder, inSpanOrder, labelsNamed } from "../annotation/answer-text";
import { describeType } from "../label-set/label-name";
import { takesOneLabel } from "../prediction/model-use";
import { RowProblem } from "./dataset-problem";
import type { DatasetValue } from "./dataset-record";
import { isObject, type JsonObject } from "./json-row";
import { labelField, listField, type RowContext } from "./record-fields";

const isNames = (value: DatasetValue): value is readonly string[] => Array.isArray(value);

/** The names of labels that a value holds. */
export function namesIn(value: DatasetValue): readonly string[] {
  if (typeof value === "string") return [value];
  if (isNames(value)) return value;
  return [...new Set(("spans" in value ? value.spans : value.boxes).map((mark) => mark.label))];
}

/** An answer in the form of `answerText` as a file writes it, with names for keys. */
export function datasetValue(text: string, nameOf: (key: string) => string): DatasetValue {
  const value = answerValue(text);
  if ("label" in value) return nameOf(value.label);
  if ("both" in value || "labels" in value) return labelsNamed(value).map(nameOf);
  if ("spans" in value)
    return { spans: inSpanOrder(value.spans.map((span) => ({ ...span, label: nameOf(span.label) }))) };
  return { boxes: inBoxOrder(value.boxes.map((box) => ({ ...box, label: nameOf(box.label) }))) };
}

/**
 * What a file says as an answer by keys, in the form of `answerText`; null when it names a label that is not known.
 *
 * @param isBoth a list of two is the answer "both" to the verify question. @param offered see `LabelsValue`.
 */
export function answerOfDataset(
  value: DatasetValue,
  keys: ReadonlyMap<string, string>,
  { isBoth = false, offered = null }: { isBoth?: boolean; offered?: number | null } = {},
): string | null {
  if (namesIn(value).some((name) => !keys.has(name))) return null;
  const key = (name: string) => keys.get(name) ?? "";
  return answerText(asAnswer(value, key, { isBoth, offered }));
}

function asAnswer(
  value: DatasetValue,
  key: (name: string) => string,
  { isBoth, offered }: { isBoth: boolean; offered: number | null },
): AnnotationValue {
  if (typeof value === "string") return { label: key(value) };
  if (isNames(value)) {
    const [first = "", second = ""] = value.map(key);
    if (isBoth) return { both: [first, second] };
    return offered === null ? { labels: value.map(key) } : { labels: value.map(key), offered };
  }
  if ("spans" in value) return { spans: value.spans.map((span) => ({ ...span, label: key(span.label) })) };
  return { boxes: value.boxes.map((box) => ({ ...box, label: key(box.label) })) };
}

/** One cell of a table: the name of a single label, else JSON. */
export const valueCell = (value: DatasetValue): string => (typeof value === "string" ? value : JSON.stringify(value));

type Place = { field: string; context: RowContext };

/** The value of a task; `isVerify` allows two labels that both fit, where one is asked for. */
export function valueField(raw: unknown, field: string, context: RowContext, isVerify = false): DatasetValue {
  const { task } = context.options;
  const place = { field, context };
  if (takesOneLabel(task)) {
    const pair = isVerify && typeof raw === "string" && !context.options.labels?.has(raw) ? fromCell(raw, place) : raw;
    if (isVerify && Array.isArray(pair) && pair.length === 2) return labelList(pair, place);
    return labelField(raw, field, context);
  }
  const value = typeof raw === "string" ? fromCell(raw, place) : raw;
  if (task === "multi-label") return labelList(value, place);
  // [] = somebody looked and found none
  const list = Array.isArray(value) && value.length === 0 ? { [task]: [] } : value;
  if (!isObject(list))
    throw new RowProblem("label-invalid", field, `Expected {"${task}": [...]}; found ${describeType(list)}.`);
  return task === "spans" ? spanList(list, place) : boxList(list, place);
}

/** A cell of a table holds JSON, or the one name that applies. */
function fromCell(text: string, { context }: Place): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return context.options.task === "multi-label" ? [text] : text;
  }
}

function labelList(value: unknown, { field, context }: Place): string[] {
  const names = listField(value, field, 10_000).map((name, i) => labelField(name, `${field}[${i}]`, context));
  if (new Set(names).size < names.length) throw new RowProblem("label-invalid", field, "A label stands twice.");
  return names;
}

function spanList(json: JsonObject, { field, context }: Place): DatasetValue {
  const { textLength } = context;
  const spans = marksOf(json, "spans", field).map((mark, i) => {
    const at = `${field}.spans[${i}]`;
    const [start, end] = [numberOf(mark.start, `${at}.start`), numberOf(mark.end, `${at}.end`)];
    if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || start >= end)
      throw new RowProblem("label-invalid", at, `Expected whole numbers, 0 <= start < end; found ${start} and ${end}.`);
    if (textLength !== null && end > textLength)
      throw new RowProblem("label-invalid", at, `The span ends at ${end}; the text has ${textLength} characters.`);
    return { start, end, label: labelField(mark.label, `${at}.label`, context) };
  });
  return { spans: inSpanOrder(unlikeMarks(spans, field)) };
}

function boxList(json: JsonObject, { field, context }: Place): DatasetValue {
  const boxes = marksOf(json, "boxes", field).map((mark, i) => {
    const at = `${field}.boxes[${i}]`;
    const [x, y, w, h] = ["x", "y", "w", "h"].map((key) => numberOf(mark[key], `${at}.${key}`)) as [
      number,
      number,
      number,
      number,
    ];
    if (x < 0 || y < 0 || w <= 0 || h <= 0)
      throw new RowProblem("label-invalid", at, "Expected x, y from 0 and w, h above 0.");
    return { x, y, w, h, label: labelField(mark.label, `${at}.label`, context) };
  });
  return { boxes: inBoxOrder(unlikeMarks(boxes, field)) };
}

function marksOf(json: JsonObject, key: "spans" | "boxes", field: string): JsonObject[] {
  const strange = Object.keys(json).find((one) => one !== key);
  if (strange !== undefined || !(key in json))
    throw new RowProblem("label-invalid", field, `Expected {"${key}": [...]} and nothing else.`);
  return listField(json[key], `${field}.${key}`, MAX_MARKS).map((mark, i) => {
    if (isObject(mark)) return mark;
    throw new RowProblem("label-invalid", `${field}.${key}[${i}]`, `Expected an object; found ${describeType(mark)}.`);
  });
}

function numberOf(value: unknown, field: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new RowProblem("label-invalid", field, `Expected a number; found ${describeType(value)}.`);
}

function unlikeMarks<M extends object>(marks: M[], field: string): M[] {
  if (new Set(marks.map((mark) => JSON.stringify(mark))).size < marks.length)
    throw new RowProblem("label-invalid", field, "The same mark stands twice.");
  return marks;
}

/** Why a value cannot be about this picture; null when it can. */
export function boxesBeyond(value: DatasetValue, { width, height }: { width: number; height: number }): string | null {
  if (typeof value === "string" || isNames(value) || !("boxes" in value)) return null;
  const bad = value.boxes.find(({ x, y, w, h }) => x + w > width || y + h > height);
  return bad ? `A box reaches beyond the picture of ${width} x ${height} pixels.` : null;
}
