import type { AnnotationChannel, AnnotationKind, AnnotationMode, Certainty } from "../annotation/annotation-value";
import type { LabeledBox } from "../annotation/box";
import type { LabeledSpan } from "../annotation/span";
import type { RowData } from "../item/row-data";
import type { MediaType, Task } from "../label-set/label-set";

/** Label names in the order of every array of probabilities, with their index. */
export type LabelOrder = ReadonlyMap<string, number>;

export function labelOrder(names: readonly string[]): LabelOrder {
  return new Map(names.map((name, index) => [name, index]));
}

export const PROBABILITY_SCALES = ["probability", "percent", "logits", "log-probability"] as const;
export type ProbabilityScale = (typeof PROBABILITY_SCALES)[number];

/** Where the id of a row without one comes from; `column`: such a row is rejected. */
export const ID_RULES = ["column", "path", "content", "row-number"] as const;
export type IdRule = (typeof ID_RULES)[number];

/** What is stated once for a whole file. */
export type RecordOptions = {
  /** The payload that the project judges. */
  media: MediaType;
  task: Task;
  /** Null while the list and its order are not confirmed: names are then taken as they come. */
  labels: LabelOrder | null;
  sumTolerance: number;
  scale: ProbabilityScale;
  /** Mode of annotations that state none. */
  fileMode: "blind" | "assisted" | null;
  /** Epoch ms for annotations without a time. */
  fileTime: number | null;
  /** Model of predictions that name none. */
  modelName: string | null;
  /** Of predictions that do not say. */
  outOfSample: boolean | null;
  idRule: IdRule;
};

export const DEFAULT_RECORD_OPTIONS: RecordOptions = {
  media: "text",
  task: "single-label",
  labels: null,
  sumTolerance: 0.01,
  scale: "probability",
  fileMode: null,
  fileTime: null,
  modelName: null,
  outOfSample: null,
  idRule: "column",
};

/** A value of any task by the names of labels: one, several, spans in code points, boxes in pixels. */
export type DatasetValue =
  | string
  | readonly string[]
  | { spans: readonly LabeledSpan[] }
  | { boxes: readonly LabeledBox[] };

export type MetaValue = string | number | boolean | null;
/** Keys of other tools, kept as they came. */
export type Extra = ReadonlyMap<string, unknown>;
/** The one empty map that all records share: most have nothing more to say. */
export const NONE: ReadonlyMap<string, never> = new Map<string, never>();

export type DatasetPrediction = {
  model: string;
  run: string | null;
  fold: number | null;
  outOfSample: boolean | null;
  /** Label names of `probs`: the confirmed order, or the prediction's own names by code point while none is confirmed. */
  labels: readonly string[];
  /** Null for a scalar-only prediction. */
  probs: Float32Array | null;
  scalar: { label: string; score: number } | null;
  at: number | null;
  extra: Extra;
};

export type DatasetAnnotation = {
  uid: string | null;
  annotator: string;
  kind: AnnotationKind;
  label: DatasetValue | null;
  /** multi-label: how many labels of the set, in its order, could be chosen; null: all. */
  offered: number | null;
  /** Why an item was flagged. */
  reason: string | null;
  certainty: Certainty;
  at: number;
  durationMs: number | null;
  mode: AnnotationMode;
  suggestion: { model: string; label: string; prob: number | null } | null;
  channel: AnnotationChannel;
  queue: string | null;
  question: "label" | "verify" | null;
  candidates: readonly string[] | null;
  armProbability: number | null;
  isLate: boolean;
  supersedes: string | null;
  note: string | null;
  extra: Extra;
};

export type DatasetAdjudication = {
  by: string;
  firstLabel: DatasetValue | null;
  label: DatasetValue | null;
  decision: "undecidable" | "exclude" | null;
  at: number;
  reason: string | null;
  rule: string | null;
  saw: readonly string[];
};

export type DatasetEmbedding = { name: string | null; vector: Float32Array };

/** What the writer of the file had resolved: read to be compared, never obeyed. */
export type DatasetResolution = {
  label: DatasetValue | null;
  source: string | null;
  status: string | null;
  votes: ReadonlyMap<string, number> | null;
  posterior: ReadonlyMap<string, number> | null;
};

/** One item as every format maps to it; labels by name, times in epoch ms. */
export type DatasetRecord = {
  line: number;
  id: string | null;
  text: string | null;
  image: string | null;
  audio: string | null;
  data: RowData | null;
  /** Of the media file that is judged, else of the one that is there. */
  sha256: string | null;
  label: DatasetValue | null;
  split: string | null;
  group: string | null;
  observedAt: number | null;
  meta: ReadonlyMap<string, MetaValue>;
  predictions: DatasetPrediction[];
  annotations: DatasetAnnotation[];
  adjudications: DatasetAdjudication[];
  embedding: DatasetEmbedding | null;
  excluded: { at: number; reason: string } | null;
  resolved: DatasetResolution | null;
  extra: Extra;
};

/** How often reading changed the form, not the meaning, of something; summed up in the import report. */
export type Normalised = { labelNames: number; ids: number; probsSumOff: number; probsClamped: number };

/**
 * The id of a record whose row has none, by the rule that was chosen for the file: `images/a.png`, `h-` and 20 hex digits
 * of the content's SHA-256, or `r-` and the number of the record (from 1). Null when the rule needs an id column.
 */
export function generatedId(
  rule: IdRule,
  from: { path: string | null; contentSha256: string; recordNumber: number },
): string | null {
  if (rule === "path") return from.path;
  if (rule === "content") return `h-${from.contentSha256.slice(0, 20)}`;
  return rule === "row-number" ? `r-${from.recordNumber}` : null;
}
