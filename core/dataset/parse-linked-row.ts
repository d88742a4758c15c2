import { type RowCode, RowProblem } from "./dataset-problem";
import type { DatasetAnnotation, DatasetPrediction, Normalised, RecordOptions } from "./dataset-record";
import { firstUnstorable, isObject, parseJsonRow } from "./json-row";
import type { RowRejection } from "./parse-record";
import { readAnnotation } from "./record-annotations";
import { idField, isAbsent, newRowContext, type RowContext } from "./record-fields";
import { readPrediction } from "./record-predictions";

/** A row of a table beside the items: it names its item by id. */
export type LinkedRow<V> = { ok: true; line: number; id: string; value: V; normalised: Normalised } | RowRejection;

/** One row `{id, model, probs, ...}` of a file of predictions; the value is null when all probabilities are missing. */
export function parsePredictionRow(
  json: unknown,
  line: number,
  options: RecordOptions,
): LinkedRow<DatasetPrediction | null> {
  return parseLinked(json, line, options, { annotations: 0, predictions: 1 }, (row, context) =>
    readPrediction(row, "", context),
  );
}

/** One line of a JSONL file of predictions. */
export function parsePredictionLine(
  raw: string,
  line: number,
  options: RecordOptions,
): LinkedRow<DatasetPrediction | null> {
  try {
    const { json, idSource } = parseJsonRow(raw);
    if (idSource !== null && idSource !== String(json.id)) {
      throw new RowProblem(
        "id-not-exact",
        "id",
        `The id ${idSource} is a number that cannot be taken exactly; write it as text in quotes.`,
      );
    }
    return parsePredictionRow(json, line, options);
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error;
    return rejection(error, { annotations: 0, predictions: 0 });
  }
}

/** One row `{id, annotator, label, ...}` of a file of annotations. */
export function parseAnnotationRow(json: unknown, line: number, options: RecordOptions): LinkedRow<DatasetAnnotation> {
  return parseLinked(json, line, options, { annotations: 1, predictions: 0 }, (row, context) =>
    readAnnotation(row, "", context),
  );
}

type Counts = RowRejection["counts"];

function parseLinked<V>(
  json: unknown,
  line: number,
  options: RecordOptions,
  counts: Counts,
  readValue: (row: unknown, context: RowContext) => V,
): LinkedRow<V> {
  const context = newRowContext(options);
  try {
    if (!isObject(json)) throw new RowProblem("json-syntax", "", "A row is a JSON object.");
    const { id: given, ...rest } = json;
    const code: RowCode = isAbsent(given) || given === "" ? "id-missing" : "id-invalid";
    const id = idField(given, "id", code, context);
    const value = readValue(rest, context);
    const unstorable = firstUnstorable(json);
    if (unstorable) throw new RowProblem("encoding", unstorable.field, unstorable.message);
    return { ok: true, line, id, value, normalised: context.normalised };
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error;
    return rejection(error, counts);
  }
}

function rejection({ code, field, message }: RowProblem, counts: Counts): RowRejection {
  return { ok: false, code, field: field.replace(/^\./, ""), message, counts };
}
