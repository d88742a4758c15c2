import { isUnchecked } from "@/core/prediction/out-of-sample";
import { normalizedRow } from "@/core/prediction/probabilities";
import { type PredictionRunRow, predictionsAfter, predictionsOfItems } from "@/db/queries/models";
import type { Queryable } from "@/db/store";

type Run = Pick<PredictionRunRow, "id" | "classes"> & Parameters<typeof isUnchecked>[0];

/** float32, little-endian, as stored. */
export function packProbabilities(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (let k = 0; k < values.length; k++) view.setFloat32(k * 4, values[k] as number, true);
  return bytes;
}

export function unpackProbabilities(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength / 4 }, (_, k) => view.getFloat32(k * 4, true));
}

/** Rows with those of runs that nobody checked first: of an item the last one counts, which is then the newest checked. */
export function checkedLast<R extends { runId: number }>(
  rows: readonly R[],
  runs: ReadonlyMap<number, Parameters<typeof isUnchecked>[0]>,
): R[] {
  const rankOf = ({ runId }: R) => {
    const run = runs.get(runId);
    return run && isUnchecked(run) ? 0 : 1;
  };
  return rows.toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** The label that a stored prediction stands for; null where its class is none of the project's. */
export const classOf = ({ topLabel }: { topLabel: string }) => (topLabel === "" ? null : topLabel);

/** A stored row in the order of `classes`, divided by its sum; labels that the run does not know are 0. */
function rowInOrder(bytes: Uint8Array, run: Run, classes: readonly string[]): Float64Array {
  const values = unpackProbabilities(bytes);
  const byKey = new Map(run.classes.map((key, k) => [key, values[k] ?? 0]));
  return normalizedRow(classes.map((key) => byKey.get(key) ?? 0));
}

/** Probabilities of some items over the runs, as `readPredictions` gives them. */
export async function readPredictionsOf(
  db: Queryable,
  { runs, classes, itemIds }: { runs: readonly Run[]; classes: readonly string[]; itemIds: number[] },
): Promise<Map<number, Float64Array>> {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const result = new Map<number, Float64Array>();
  for (const row of checkedLast(await predictionsOfItems(db, { itemIds }), byId)) {
    const run = byId.get(row.runId);
    if (run) result.set(row.itemId, rowInOrder(row.probs, run, classes));
  }
  return result;
}

/** Probabilities per item over the runs, divided by their sum; of several runs for one item the newest checked one counts. */
export async function readPredictions(
  db: Queryable,
  {
    runs,
    classes,
    onProgress,
  }: { runs: readonly Run[]; classes: readonly string[]; onProgress?: (n: number) => Promise<void> },
): Promise<Map<number, Float64Array>> {
  const result = new Map<number, Float64Array>();
  const byId = new Map(runs.map((run) => [run.id, run]));
  if (runs.length === 0) return result;
  const limit = 5_000;
  for (let after = 0; ; ) {
    const rows = await predictionsAfter(db, { runIds: [...byId.keys()], after, limit });
    const last = rows.at(-1)?.itemId;
    // the last item of a full page may go on in the next one
    const complete = rows.length < limit ? rows : rows.filter((row) => row.itemId !== last);
    for (const row of checkedLast(complete, byId)) {
      const run = byId.get(row.runId);
      if (run) result.set(row.itemId, rowInOrder(row.probs, run, classes));
    }
    await onProgress?.(result.size);
    if (rows.length < limit) return result;
    after = complete.at(-1)?.itemId ?? after;
  }
}
