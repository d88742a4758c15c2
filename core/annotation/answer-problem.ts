import type { Task } from "../label-set/label-set";
import type { AnnotationValue } from "./annotation-value";
import { labelsNamed } from "./answer-text";

export type AnswerProblem = { code: "label-unknown" | "value-invalid"; message: string };

/** What an answer is held against. */
export interface AnswerLimits {
  task: Task;
  /** Whether the two labels of the verify question may both be taken. */
  allowsBoth: boolean;
  isLabel(key: string): boolean;
  /** Labels of the set, retired ones included. */
  labels: number;
  /** Length of the text in code points; null where there is none. */
  textLength: number | null;
  /** The upright picture; null where there is none or its size is not known. */
  image: { width: number; height: number } | null;
}

const KEY_OF_TASK = {
  "single-label": "label",
  ordinal: "label",
  "multi-label": "labels",
  spans: "spans",
  boxes: "boxes",
} as const;

/** Why an answer is not one to this item of this project; null when it is. */
export function answerProblem(value: AnnotationValue, limits: AnswerLimits): AnswerProblem | null {
  const { task, allowsBoth, isLabel } = limits;
  const isBoth = "both" in value && allowsBoth && KEY_OF_TASK[task] === "label";
  if (!(KEY_OF_TASK[task] in value) && !isBoth)
    return { code: "value-invalid", message: `An answer of the task ${task} holds "${KEY_OF_TASK[task]}".` };
  const unknown = labelsNamed(value).find((key) => !isLabel(key));
  if (unknown !== undefined)
    return { code: "label-unknown", message: `The label "${unknown}" is not in the label set.` };
  const message = marksProblem(value, limits);
  return message === null ? null : { code: "value-invalid", message };
}

function marksProblem(value: AnnotationValue, { labels, textLength, image }: AnswerLimits): string | null {
  if ("both" in value) return value.both[0] === value.both[1] ? "Both labels are the same." : null;
  if ("labels" in value) {
    if (new Set(value.labels).size < value.labels.length) return "A label stands twice.";
    return (value.offered ?? 1) > labels ? `The label set has ${labels} labels.` : null;
  }
  if ("spans" in value) {
    const bad = value.spans.find(({ start, end }) => start >= end || end > (textLength ?? 0));
    if (bad) return `The span ${bad.start}-${bad.end} is not within the text of ${textLength ?? 0} characters.`;
    return hasTwins(value.spans) ? "A span stands twice." : null;
  }
  if ("boxes" in value) {
    const bad = image && value.boxes.find(({ x, y, w, h }) => x + w > image.width || y + h > image.height);
    if (bad) return `A box reaches beyond the picture of ${image?.width} x ${image?.height} pixels.`;
    return hasTwins(value.boxes) ? "A box stands twice." : null;
  }
  return null;
}

function hasTwins(marks: readonly object[]): boolean {
  return new Set(marks.map((mark) => JSON.stringify(Object.entries(mark).sort()))).size < marks.length;
}
