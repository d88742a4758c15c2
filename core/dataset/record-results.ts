import { describeType } from "../label-set/label-name";
import { RowProblem } from "./dataset-problem";
import type { DatasetEmbedding, DatasetResolution, DatasetValue } from "./dataset-record";
import { valueField } from "./dataset-value";
import { isObject } from "./json-row";
import { isAbsent, optionalText, type RowContext } from "./record-fields";

const MIN_DIMS = 2;
const MAX_DIMS = 4096;

/** A vector, or one with a name; kept as float32. */
export function readEmbedding(value: unknown): DatasetEmbedding | null {
  if (isAbsent(value)) return null;
  const [name, vector, field] = isObject(value)
    ? [optionalText(value.name, "embedding.name", 128), value.vector, "embedding.vector"]
    : [null, value, "embedding"];
  if (!Array.isArray(vector))
    throw new RowProblem("embedding-invalid", field, `Expected a list of numbers; found ${describeType(vector)}.`);
  if (vector.length < MIN_DIMS || vector.length > MAX_DIMS) {
    throw new RowProblem(
      "embedding-invalid",
      field,
      `Expected ${MIN_DIMS} to ${MAX_DIMS} numbers; found ${vector.length}.`,
    );
  }
  const floats = new Float32Array(vector.length);
  for (const [i, entry] of vector.entries()) {
    if (typeof entry !== "number" || !Number.isFinite(Math.fround(entry))) {
      throw new RowProblem(
        "embedding-invalid",
        `${field}[${i}]`,
        `Expected a number within float32; found ${describeType(entry)}.`,
      );
    }
    floats[i] = entry;
  }
  return { name, vector: floats };
}

/** What the file says was resolved; never obeyed, so what cannot be read is only a warning. */
export function readResolution(value: unknown, context: RowContext): DatasetResolution | null {
  const { options, warnings } = context;
  if (isAbsent(value)) return null;
  if (!isObject(value)) {
    warnings.push(`resolved was ignored: expected an object, found ${describeType(value)}.`);
    return null;
  }
  const word = (entry: unknown) => (typeof entry === "string" ? entry : null);
  const known = options.labels ? [...options.labels.keys()] : null;
  return {
    label: isAbsent(value.label) ? null : readable(value.label, context),
    source: word(value.source),
    status: word(value.status),
    votes: countsByLabel(value.votes, known),
    posterior: countsByLabel(value.posterior, known),
  };
}

function readable(label: unknown, context: RowContext): DatasetValue | null {
  try {
    return valueField(label, "resolved.label", context);
  } catch (error) {
    if (!(error instanceof RowProblem)) throw error;
    context.warnings.push(`resolved.label was ignored: ${error.message}`);
    return null;
  }
}

/** In label order: objects move keys like "10" to the front. */
function countsByLabel(value: unknown, order: readonly string[] | null): Map<string, number> | null {
  if (!isObject(value)) return null;
  const given = new Map<string, number>();
  for (const [name, n] of Object.entries(value)) if (typeof n === "number" && Number.isFinite(n)) given.set(name, n);
  if (!order) return given;
  const sorted = new Map<string, number>();
  for (const name of order) {
    const n = given.get(name);
    if (n !== undefined) sorted.set(name, n);
  }
  return sorted;
}
