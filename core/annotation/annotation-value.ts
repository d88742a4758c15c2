import { z } from "zod";
import { LabelKey } from "../label-set/label-set";

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

/** Most spans or boxes in one answer. */
export const MAX_MARKS = 1000;

/** The answer to "which one label?" (single-label, ordinal), by key as the database holds it. */
export const SingleLabelValue = z.strictObject({ label: LabelKey });
export type SingleLabelValue = z.infer<typeof SingleLabelValue>;

/** An answer to the verify question: both labels beside each other fit. */
export const BothValue = z.strictObject({ both: z.tuple([LabelKey, LabelKey]) });

/**
 * The answer to "which labels apply?"; empty: none applies. `offered`: how many labels of the set, by position, the person
 * could choose from; absent: all that there are. A label that was not offered was not considered, which is not "no".
 */
export const LabelsValue = z.strictObject({
  labels: z.array(LabelKey).max(10_000),
  offered: z.int().min(1).max(10_000).optional(),
});

const position = z.int().min(0).max(1_048_576);
/** Code points of the unchanged text, half-open. */
export const SpansValue = z.strictObject({
  spans: z.array(z.strictObject({ start: position, end: position, label: LabelKey })).max(MAX_MARKS),
});

const pixels = z.number().min(0).max(1_000_000);
/** Pixels of the upright picture, half-open. */
export const BoxesValue = z.strictObject({
  boxes: z
    .array(z.strictObject({ x: pixels, y: pixels, w: pixels.positive(), h: pixels.positive(), label: LabelKey }))
    .max(MAX_MARKS),
});

/** The answer of any task, told apart by its keys. */
export const AnnotationValue = z.union([SingleLabelValue, BothValue, LabelsValue, SpansValue, BoxesValue]);
export type AnnotationValue = z.infer<typeof AnnotationValue>;

/** An answer in the form of `answerText`, from outside. */
export const AnswerText = z
  .string()
  .max(500_000)
  .superRefine((text, context) => {
    const value = text.startsWith("{") ? parsedJson(text) : { label: text };
    if (!AnnotationValue.safeParse(value).success) context.addIssue({ code: "custom", message: "This is no answer." });
  });

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
