import {
  ANNOTATION_CHANNELS,
  ANNOTATION_KINDS,
  ANNOTATION_MODES,
  type AnnotationKind,
  CERTAINTIES,
  MAX_DURATION_MS,
  MAX_NOTE_LENGTH,
} from "../annotation/annotation-value";
import { describeType } from "../label-set/label-name";
import { type RowCode, RowProblem } from "./dataset-problem";
import type { DatasetAdjudication, DatasetAnnotation, DatasetValue } from "./dataset-record";
import { valueField } from "./dataset-value";
import { isObject, type JsonObject } from "./json-row";
import {
  idField,
  isAbsent,
  labelField,
  listField,
  optionalBoolean,
  optionalNumber,
  optionalText,
  optionalTime,
  type RowContext,
  requiredText,
  unknownEntries,
  wordField,
} from "./record-fields";
import { MAX_MODEL_NAME_LENGTH } from "./record-predictions";

export const MAX_ANNOTATIONS = 1000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const KNOWN = new Set(
  "uid annotator kind label reason offered certainty at durationMs mode suggestion channel queue question candidates armProbability late supersedes note".split(
    " ",
  ),
);

export function readAnnotations(value: unknown, context: RowContext): DatasetAnnotation[] {
  const annotations = listField(value, "annotations", MAX_ANNOTATIONS).map((json, i) =>
    readAnnotation(json, `annotations[${i}]`, context),
  );
  const uids = annotations.flatMap(({ uid }) => (uid === null ? [] : [uid]));
  if (new Set(uids).size < uids.length)
    throw new RowProblem("field-limit", "annotations", "Two annotations of this item have the same uid.");
  return annotations;
}

/** One annotation; an absent or null label without a kind is a skip. */
export function readAnnotation(json: unknown, field: string, context: RowContext): DatasetAnnotation {
  if (!isObject(json))
    throw new RowProblem("annotator-invalid", field, `An annotation is an object; found ${describeType(json)}.`);
  const kind = wordField(json.kind, `${field}.kind`, ANNOTATION_KINDS, isAbsent(json.label) ? "skip" : "label");
  const mode = wordField(json.mode, `${field}.mode`, ANNOTATION_MODES, null) ?? context.options.fileMode ?? "unknown";
  return {
    uid: uuidField(json.uid, `${field}.uid`),
    annotator: idField(json.annotator, `${field}.annotator`, "annotator-invalid", context),
    kind,
    label: annotationLabel(json, kind, { field: `${field}.label`, context }),
    offered: optionalNumber(json.offered, `${field}.offered`, OFFERED),
    reason: optionalText(json.reason, `${field}.reason`, MAX_NOTE_LENGTH),
    certainty: wordField(json.certainty, `${field}.certainty`, CERTAINTIES, "sure"),
    at: annotationTime(json.at, `${field}.at`, context),
    durationMs: optionalNumber(json.durationMs, `${field}.durationMs`, DURATION),
    mode,
    suggestion: readSuggestion(json.suggestion, mode, { field: `${field}.suggestion`, context }),
    channel: wordField(json.channel, `${field}.channel`, ANNOTATION_CHANNELS, "import"),
    queue: optionalText(json.queue, `${field}.queue`, 256),
    question: wordField(json.question, `${field}.question`, ["label", "verify"], null),
    candidates: readCandidates(json.candidates, `${field}.candidates`, context),
    armProbability: optionalNumber(json.armProbability, `${field}.armProbability`, ARM_PROBABILITY),
    isLate: optionalBoolean(json.late, `${field}.late`) ?? false,
    supersedes: uuidField(json.supersedes, `${field}.supersedes`),
    note: optionalText(json.note, `${field}.note`, MAX_NOTE_LENGTH),
    extra: unknownEntries(json, KNOWN),
  };
}

const OFFERED: NumberRule = {
  code: "field-limit",
  isValid: (n) => Number.isInteger(n) && n >= 1 && n <= 10_000,
  expected: "how many labels were offered, from 1",
};
type NumberRule = { code: RowCode; isValid: (value: number) => boolean; expected: string };
const DURATION: NumberRule = {
  code: "duration-invalid",
  isValid: (ms) => Number.isInteger(ms) && ms >= 0 && ms <= MAX_DURATION_MS,
  expected: `whole milliseconds from 0 to ${MAX_DURATION_MS}`,
};
const SHARE: NumberRule = {
  code: "probs-range",
  isValid: (p) => p >= 0 && p <= 1,
  expected: "a probability within 0..1",
};
const ARM_PROBABILITY: NumberRule = {
  code: "probs-range",
  isValid: (p) => p > 0 && p <= 1,
  expected: "a probability above 0, up to 1",
};

type Place = { field: string; context: RowContext };

function annotationLabel(
  { label: value, question }: JsonObject,
  kind: AnnotationKind,
  { field, context }: Place,
): DatasetValue | null {
  if (kind === "label") {
    if (isAbsent(value)) throw new RowProblem("label-invalid", field, "An annotation of the kind label needs a label.");
    return valueField(value, field, context, question === "verify");
  }
  if (isAbsent(value)) return null;
  throw new RowProblem("label-invalid", field, `An annotation of the kind ${kind} has no label.`);
}

function annotationTime(value: unknown, field: string, { options }: RowContext): number {
  const at = optionalTime(value, field) ?? options.fileTime;
  if (at === null)
    throw new RowProblem("time-invalid", field, "The annotation has no time; choose one for the whole file.");
  return at;
}

function readSuggestion(value: unknown, mode: string, { field, context }: Place): DatasetAnnotation["suggestion"] {
  if (isAbsent(value)) return null;
  if (!isObject(value))
    throw new RowProblem("field-limit", field, `A suggestion is an object; found ${describeType(value)}.`);
  if (mode === "blind")
    throw new RowProblem("blind-with-suggestion", field, "A blind annotation cannot have been shown a suggestion.");
  return {
    model: requiredText(value.model, `${field}.model`, MAX_MODEL_NAME_LENGTH),
    label: labelField(value.label, `${field}.label`, context),
    prob: optionalNumber(value.prob, `${field}.prob`, SHARE),
  };
}

function readCandidates(value: unknown, field: string, context: RowContext): string[] | null {
  if (isAbsent(value)) return null;
  return listField(value, field, 2).map((name, i) => labelField(name, `${field}[${i}]`, context));
}

function uuidField(value: unknown, field: string): string | null {
  if (isAbsent(value)) return null;
  if (typeof value === "string" && UUID.test(value)) return value.toLowerCase();
  throw new RowProblem("field-limit", field, "Expected a UUID.");
}

export function readAdjudications(value: unknown, context: RowContext): DatasetAdjudication[] {
  return listField(value, "adjudications", 1000).map((json, i) => {
    const field = `adjudications[${i}]`;
    if (!isObject(json))
      throw new RowProblem("field-limit", field, `An adjudication is an object; found ${describeType(json)}.`);
    return readAdjudication(json, field, context);
  });
}

const optionalValue = (value: unknown, field: string, context: RowContext) =>
  isAbsent(value) ? null : valueField(value, field, context);

function readAdjudication(json: JsonObject, field: string, context: RowContext): DatasetAdjudication {
  const label = optionalValue(json.label, `${field}.label`, context);
  const decision = wordField(json.decision, `${field}.decision`, ["undecidable", "exclude"], null);
  if ((label === null) === (decision === null)) {
    throw new RowProblem("label-invalid", `${field}.label`, "An adjudication has either a label or a decision.");
  }
  const at = optionalTime(json.at, `${field}.at`);
  if (at === null) throw new RowProblem("time-invalid", `${field}.at`, "The adjudication has no time.");
  return {
    by: idField(json.by, `${field}.by`, "annotator-invalid", context),
    firstLabel: optionalValue(json.firstLabel, `${field}.firstLabel`, context),
    label,
    decision,
    at,
    reason: optionalText(json.reason, `${field}.reason`, MAX_NOTE_LENGTH),
    rule: optionalText(json.rule, `${field}.rule`, MAX_NOTE_LENGTH),
    saw: listField(json.saw, `${field}.saw`, MAX_ANNOTATIONS).map((uid, k) =>
      requiredText(uid, `${field}.saw[${k}]`, 64),
    ),
  };
}
