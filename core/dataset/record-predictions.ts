import { describeType } from "../label-set/label-name";
import { checkProbabilities, softmax } from "../prediction/probabilities";
import { compareCodePoints } from "../stable-hash";
import { RowProblem } from "./dataset-problem";
import type { DatasetPrediction, LabelOrder, ProbabilityScale } from "./dataset-record";
import { isObject, type JsonObject } from "./json-row";
import {
  isAbsent,
  labelField,
  listField,
  optionalBoolean,
  optionalNumber,
  optionalText,
  optionalTime,
  type RowContext,
  unknownEntries,
} from "./record-fields";

export const MAX_PREDICTIONS = 32;
export const MAX_MODEL_NAME_LENGTH = 128;
/** A sum further from 1 than this is counted in the report. */
const NOTABLE_SUM_ERROR = 1e-6;
const FOLD = {
  code: "field-limit",
  isValid: (n: number) => Number.isSafeInteger(n) && n >= 0,
  expected: "a whole number from 0",
} as const;
const SHARE = {
  code: "probs-range",
  isValid: (p: number) => p >= 0 && p <= 1,
  expected: "a score within 0..1",
} as const;
const KNOWN = new Set(["model", "run", "fold", "outOfSample", "probs", "label", "score", "at"]);

/** The predictions of one row; one per (model, run). */
export function readPredictions(value: unknown, context: RowContext): DatasetPrediction[] {
  const given = listField(value, "predictions", MAX_PREDICTIONS);
  const predictions: DatasetPrediction[] = [];
  for (let i = 0; i < given.length; i++) {
    const prediction = readPrediction(given[i], `predictions[${i}]`, context);
    if (!prediction) continue;
    if (predictions.some(({ model, run }) => model === prediction.model && run === prediction.run)) {
      const message = `The model "${prediction.model}" has two predictions for this item in one run.`;
      throw new RowProblem("prediction-conflict", `predictions[${i}]`, message);
    }
    predictions.push(prediction);
  }
  return predictions;
}

/** One prediction; null when all its probabilities are missing, which means that the item has none from this run. */
export function readPrediction(json: unknown, field: string, context: RowContext): DatasetPrediction | null {
  if (!isObject(json))
    throw new RowProblem("probs-type", field, `A prediction is an object; found ${describeType(json)}.`);
  const { options } = context;
  const model = optionalText(json.model, `${field}.model`, MAX_MODEL_NAME_LENGTH) ?? options.modelName;
  if (model === null)
    throw new RowProblem("field-limit", `${field}.model`, "The prediction names no model; name one for the file.");
  const facts = {
    model,
    run: optionalText(json.run, `${field}.run`, MAX_MODEL_NAME_LENGTH),
    fold: optionalNumber(json.fold, `${field}.fold`, FOLD),
    outOfSample: optionalBoolean(json.outOfSample, `${field}.outOfSample`) ?? options.outOfSample,
    at: optionalTime(json.at, `${field}.at`),
    extra: unknownEntries(json, KNOWN),
  };
  if (isAbsent(json.probs)) {
    const scalar = readScalar(json, field, context);
    return scalar && { ...facts, labels: [], probs: null, scalar };
  }
  const row = givenRow(json.probs, `${field}.probs`, context);
  if (row.values.every(isMissing)) return null;
  return { ...facts, labels: row.labels, probs: checkedRow(row, `${field}.probs`, context), scalar: null };
}

function readScalar(json: JsonObject, field: string, context: RowContext): DatasetPrediction["scalar"] {
  if (isAbsent(json.label) && isAbsent(json.score)) {
    if ("probs" in json) return null;
    throw new RowProblem(
      "probs-incomplete",
      `${field}.probs`,
      "The prediction has neither probabilities nor a label with a score.",
    );
  }
  const score = optionalNumber(json.score, `${field}.score`, SHARE);
  if (score === null)
    throw new RowProblem("probs-incomplete", `${field}.score`, "The prediction has a label but no score.");
  return { label: labelField(json.label, `${field}.label`, context), score };
}

type GivenRow = { labels: readonly string[]; values: readonly unknown[] };
const isMissing = (value: unknown) => isAbsent(value) || value === "";

/** The values in label order, missing ones left missing. */
function givenRow(probs: unknown, field: string, context: RowContext): GivenRow {
  const order = context.options.labels;
  if (Array.isArray(probs)) {
    if (!order)
      throw new RowProblem("probs-type", field, "A list of probabilities needs a confirmed order of the labels.");
    if (probs.length !== order.size) {
      throw new RowProblem(
        "probs-length",
        field,
        `Found ${probs.length} probabilities; the label set has ${order.size} labels.`,
      );
    }
    return { labels: namesOf(order), values: probs };
  }
  if (!isObject(probs)) {
    throw new RowProblem("probs-type", field, `Probabilities are an object or a list; found ${describeType(probs)}.`);
  }
  const given = new Map<string, unknown>();
  for (const [raw, value] of Object.entries(probs)) {
    const name = labelField(raw, field, context);
    if (given.has(name)) throw new RowProblem("label-invalid", field, `The label "${name}" stands twice.`);
    given.set(name, value);
  }
  const labels = order ? namesOf(order) : [...given.keys()].sort(compareCodePoints);
  const values = labels.map((name) => given.get(name));
  const missing = labels.filter((_, i) => isMissing(values[i]));
  if (missing.length > 0 && missing.length < labels.length) {
    throw new RowProblem(
      "probs-incomplete",
      field,
      `No probability for ${missing.map((name) => `"${name}"`).join(", ")}.`,
    );
  }
  return { labels, values };
}

const orderedNames = new WeakMap<LabelOrder, readonly string[]>();

/** One array per label order, so that a million predictions share it. */
function namesOf(order: LabelOrder): readonly string[] {
  const known = orderedNames.get(order) ?? [...order.keys()];
  orderedNames.set(order, known);
  return known;
}

function checkedRow({ labels, values }: GivenRow, field: string, { options, normalised }: RowContext): Float32Array {
  const row = scaled(values, options.scale);
  const checked = checkProbabilities(row, { classes: labels.length, sumTolerance: options.sumTolerance });
  if (checked.ok) {
    normalised.probsClamped += checked.clamped;
    if (checked.sumError > NOTABLE_SUM_ERROR) normalised.probsSumOff++;
    return checked.values;
  }
  throw new RowProblem(checked.code, field, probabilityMessage(checked, row, options.sumTolerance));
}

function probabilityMessage(
  { code, message }: { code: string; message: string },
  row: readonly unknown[],
  tolerance: number,
): string {
  if (code !== "probs-sum") return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  const sum = row.reduce<number>((total, value) => total + Number(value), 0);
  return `The probabilities sum to ${Number(sum.toPrecision(6))}; expected 1 within ${tolerance}.`;
}

/** Brings values of another scale to probabilities; what is not a finite number is left for the check to refuse. */
function scaled(values: readonly unknown[], scale: ProbabilityScale): readonly unknown[] {
  if (scale === "probability" || !values.every((value) => typeof value === "number" && Number.isFinite(value)))
    return values;
  const numbers = values as number[];
  if (scale === "logits") return [...softmax(numbers)];
  return numbers.map((value) => (scale === "percent" ? value / 100 : Math.exp(value)));
}
