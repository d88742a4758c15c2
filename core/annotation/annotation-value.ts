import { z } from "zod";
import { LabelKey, type Task } from "../label-set/label-set";

export const ANNOTATION_KINDS = ["label", "skip", "flag", "undo"] as const;
export const AnnotationKind = z.enum(ANNOTATION_KINDS);
export type AnnotationKind = z.infer<typeof AnnotationKind>;

export const CERTAINTIES = ["sure", "unsure"] as const;
export const Certainty = z.enum(CERTAINTIES);
export type Certainty = z.infer<typeof Certainty>;

export const FLAG_REASONS = ["broken", "unclear", "not-in-label-set"] as const;
export const FlagReason = z.enum(FLAG_REASONS);
export type FlagReason = z.infer<typeof FlagReason>;

export const ANNOTATION_MODES = ["blind", "assisted", "unknown"] as const;
export const AnnotationMode = z.enum(ANNOTATION_MODES);
export type AnnotationMode = z.infer<typeof AnnotationMode>;

export const ANNOTATION_CHANNELS = ["desk", "grid", "explorer", "import", "api"] as const;
export const AnnotationChannel = z.enum(ANNOTATION_CHANNELS);
export type AnnotationChannel = z.infer<typeof AnnotationChannel>;

/** Longest time that is believed for one answer: a day. */
export const MAX_DURATION_MS = 86_400_000;
export const MAX_NOTE_LENGTH = 4000;

/** The answer to "which one label?" (single-label, ordinal), by key as the database holds it. */
export const SingleLabelValue = z.strictObject({ label: LabelKey });
export type SingleLabelValue = z.infer<typeof SingleLabelValue>;

/** The answer of any task; told apart by its keys (`label` here, `labels`, `spans`, `boxes` in other tasks). */
export const AnnotationValue = z.union([SingleLabelValue]);
export type AnnotationValue = z.infer<typeof AnnotationValue>;

/** The schema of an answer in a project of this task. */
export function valueSchemaOf(task: Task): z.ZodType<AnnotationValue> {
  if (task === "single-label" || task === "ordinal") return SingleLabelValue;
  throw new RangeError(`Answers of the task "${task}" are not supported yet.`);
}

const durationMs = z.int().min(0).max(MAX_DURATION_MS).nullable();
const note = z.string().max(MAX_NOTE_LENGTH).nullable().default(null);

/** What one submit says about one item. */
export const SubmittedAnswer = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("label"),
    value: AnnotationValue,
    certainty: Certainty.default("sure"),
    durationMs,
    note,
  }),
  z.strictObject({ kind: z.literal("skip"), durationMs, note }),
  z.strictObject({ kind: z.literal("flag"), reason: FlagReason, durationMs, note }),
  z.strictObject({ kind: z.literal("undo"), durationMs, note }),
]);
export type SubmittedAnswer = z.infer<typeof SubmittedAnswer>;

/** Whether two answers say the same; values are compared, not the objects. */
export function sameValue(a: AnnotationValue, b: AnnotationValue): boolean {
  return a.label === b.label;
}
