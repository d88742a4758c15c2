import { compareCodePoints } from "../stable-hash";
import type { AnnotationValue } from "./annotation-value";
import type { LabeledBox } from "./box";
import type { LabeledSpan } from "./span";

/**
 * An answer as one text, equal exactly when the answers are equal: the key of a single label, else JSON in a fixed form
 * (labels by code point, spans by start, end and label, boxes by x, y, w, h and label). No key begins with a brace.
 *
 * @example answerText({ labels: ["sticker", "leaf"] }) // '{"labels":["leaf","sticker"]}'
 */
export function answerText(value: AnnotationValue): string {
  if ("label" in value) return value.label;
  return JSON.stringify(inFixedForm(value));
}

type StructuredValue = Exclude<AnnotationValue, { label: string }>;

function inFixedForm(value: StructuredValue): StructuredValue {
  if ("both" in value) return { both: value.both.toSorted(compareCodePoints) as [string, string] };
  if ("labels" in value) {
    const labels = value.labels.toSorted(compareCodePoints);
    return value.offered === undefined ? { labels } : { labels, offered: value.offered };
  }
  if ("spans" in value) return { spans: inSpanOrder(value.spans) };
  return { boxes: inBoxOrder(value.boxes) };
}

/** By start, end and label. */
export function inSpanOrder(spans: readonly LabeledSpan[]): LabeledSpan[] {
  return spans
    .map(({ start, end, label }) => ({ start, end, label }))
    .sort((a, b) => a.start - b.start || a.end - b.end || compareCodePoints(a.label, b.label));
}

/** By x, y, width, height and label. */
export function inBoxOrder(boxes: readonly LabeledBox[]): LabeledBox[] {
  return boxes
    .map(({ x, y, w, h, label }) => ({ x, y, w, h, label }))
    .sort((a, b) => a.x - b.x || a.y - b.y || a.w - b.w || a.h - b.h || compareCodePoints(a.label, b.label));
}

/** The answer that `answerText` wrote; what comes from outside passes `AnswerText` first. Throws on what is no JSON. */
export function answerValue(text: string): AnnotationValue {
  return text.startsWith("{") ? JSON.parse(text) : { label: text };
}

/** What is stored with an event, as `answerText`; null where it holds no answer (skip, undo, the reason of a flag). */
export function storedAnswer(value: AnnotationValue | { reason: string } | Record<string, never>): string | null {
  return "reason" in value || Object.keys(value).length === 0 ? null : answerText(value as AnnotationValue);
}

/** Why an item was flagged; null where the event is no flag. */
export const flagReason = (value: AnnotationValue | { reason: string } | Record<string, never>): string | null =>
  "reason" in value && typeof value.reason === "string" ? value.reason : null;

/** The labels that an answer names, each once, in the order of their first mention. */
export function labelsNamed(value: AnnotationValue): string[] {
  if ("label" in value) return [value.label];
  if ("both" in value) return [...value.both];
  if ("labels" in value) return value.labels;
  const marks = "spans" in value ? value.spans : value.boxes;
  return [...new Set(marks.map((mark) => mark.label))];
}

/**
 * An answer in words, with the labels' names.
 *
 * @example answerWords("pear", (key) => ({ pear: "Pear" })[key] ?? key) // "Pear"
 */
export function answerWords(text: string, nameOf: (key: string) => string): string {
  const value = answerValue(text);
  if ("label" in value) return nameOf(value.label);
  if ("both" in value) return `both ${value.both.map(nameOf).join(" and ")}`;
  if ("labels" in value) return value.labels.length === 0 ? "none applies" : value.labels.map(nameOf).join(", ");
  const [marks, word] = "spans" in value ? [value.spans, "span"] : [value.boxes, "box"];
  if (marks.length === 0) return "nothing marked";
  const counts = new Map<string, number>();
  for (const { label } of marks) counts.set(label, (counts.get(label) ?? 0) + 1);
  const each = [...counts].map(([key, n]) => (n === 1 ? nameOf(key) : `${n} ${nameOf(key)}`)).join(", ");
  return `${marks.length} ${marks.length === 1 ? word : word === "box" ? "boxes" : "spans"}: ${each}`;
}
