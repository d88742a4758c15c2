import type { DatasetRecord, Normalised } from "@/core/dataset/dataset-record";
import { answerOfDataset } from "@/core/dataset/dataset-value";
import type { RowCounts } from "@/core/dataset/parse-record";
import { mediaPathOf, PAYLOAD_FIELDS } from "@/core/dataset/record-payload";
import { annotatedItemIds, annotationKeysOfItems } from "@/db/queries/annotations";
import { type ItemRow, itemsByExternalId } from "@/db/queries/items";
import { predictionsOfItems, projectRuns } from "@/db/queries/models";
import type { Queryable } from "@/db/store";
import { unpackProbabilities } from "../prediction/read-predictions";
import { annotationKey, changedFields, type RowDecision } from "./import-plan";
import { type ImportSurroundings, runKey } from "./import-writer";
import { judgedContent, type RowFiles } from "./row-files";

export interface PendingRow {
  record: DatasetRecord;
  files: RowFiles;
  raw: string;
  counts: RowCounts;
  normalised: Normalised;
}

const rejected = (
  code: Extract<RowDecision, { result: "reject" }>["code"],
  field: string,
  message: string,
): RowDecision => ({ result: "reject", code, field, message });

/** What is in the project of the items that a chunk names. */
class Existing {
  constructor(
    readonly items: ReadonlyMap<string, ItemRow>,
    /** Stored probabilities by item and run key. */
    private readonly predictions: ReadonlyMap<string, Float32Array>,
    private readonly annotationKeys: ReadonlySet<string>,
    readonly annotated: ReadonlySet<number>,
  ) {}

  static async load(
    db: Queryable,
    { rows, surroundings }: { rows: readonly PendingRow[]; surroundings: ImportSurroundings },
  ) {
    if (surroundings.isFirst) return new Existing(new Map(), new Map(), new Set(), new Set());
    const { projectId } = surroundings.input;
    const found = await itemsByExternalId(db, { projectId, externalIds: rows.map((row) => row.record.id ?? "") });
    const itemIds = found.map((item) => item.id);
    const runs = new Map((await projectRuns(db, { projectId })).map((run) => [run.id, run]));
    const predictions = new Map<string, Float32Array>();
    for (const row of await predictionsOfItems(db, { itemIds })) {
      const run = runs.get(row.runId);
      if (run)
        predictions.set(
          `${row.itemId} ${runKey(run.modelName, run.name, run.fold, run.outOfSample)}`,
          unpackProbabilities(row.probs),
        );
    }
    return new Existing(
      new Map(found.map((item) => [item.externalId, item])),
      predictions,
      new Set(
        (await annotationKeysOfItems(db, { itemIds })).map((row) => `${row.itemId} ${row.annotator} ${row.clientKey}`),
      ),
      new Set((await annotatedItemIds(db, { itemIds })).map((row) => row.itemId)),
    );
  }

  /** new: not stored yet; same; other: stored with other numbers. */
  prediction(itemId: number, prediction: DatasetRecord["predictions"][number]): "new" | "same" | "other" {
    if (!prediction.probs) return "same";
    const outOfSample = prediction.outOfSample === null ? "unknown" : prediction.outOfSample ? "yes" : "no";
    const stored = this.predictions.get(
      `${itemId} ${runKey(prediction.model, prediction.run ?? "", prediction.fold, outOfSample)}`,
    );
    if (!stored) return "new";
    return stored.length === prediction.probs.length && stored.every((value, k) => value === prediction.probs?.[k])
      ? "same"
      : "other";
  }

  hasAnnotation(itemId: number, externalId: string, annotation: DatasetRecord["annotations"][number]): boolean {
    return this.annotationKeys.has(`${itemId} ${annotation.annotator} ${annotationKey(externalId, annotation)}`);
  }
}

/** Decides for each row of a chunk what it will do; reads only. Rows of a part table (no payload) merge into their item. */
export async function decideRows(
  db: Queryable,
  { rows, surroundings }: { rows: readonly PendingRow[]; surroundings: ImportSurroundings },
): Promise<RowDecision[]> {
  if (rows.length === 0) return [];
  const existing = await Existing.load(db, { rows, surroundings });
  return rows.map((row) => decide(row, existing, surroundings));
}

function decide(
  { record, files }: PendingRow,
  existing: Existing,
  { input, jobId, media, keys }: ImportSurroundings,
): RowDecision {
  const item = existing.items.get(record.id ?? "");
  const isPart = record.text === null && record.image === null && record.audio === null && record.data === null;
  if (isPart && !item)
    return rejected(
      "id-unknown",
      "id",
      `The project has no item "${record.id}". A file without items adds to items that are there.`,
    );
  if (!item) {
    if (judgedContent(record, files, media) === null)
      return rejected("media-missing", media, `The zip has no file "${mediaPathOf(record, media)}".`);
    return { result: "create", record, files };
  }
  const clash = record.predictions.find((prediction) => existing.prediction(item.id, prediction) === "other");
  if (clash)
    return rejected(
      "prediction-conflict",
      "predictions",
      `"${clash.model}" has other numbers for this item. Import them as a new run or under a new model name.`,
    );
  const hasNew =
    record.predictions.some((prediction) => existing.prediction(item.id, prediction) === "new") ||
    record.annotations.some((annotation) => !existing.hasAnnotation(item.id, record.id ?? "", annotation));
  const given = record.label === null ? null : answerOfDataset(record.label, keys);
  // a file that is not in this zip again is taken to be the stored one
  const changed = isPart ? [] : changedFields(item, record, files, given);
  // the same job after a crash finds its own rows
  if (changed.length === 0 && !hasNew)
    return item.importId === jobId
      ? { result: "merge", record, files }
      : { result: "duplicate", firstLine: record.line, differs: false, record };
  if (changed.includes("payload") && input.onExisting === "update" && existing.annotated.has(item.id))
    return rejected(
      "payload-changed",
      PAYLOAD_FIELDS[media],
      "Somebody has answered on this item: its content cannot change any more.",
    );
  if (changed.includes("payload") && changed.length > 0 && input.onExisting === "update")
    return rejected(
      "payload-changed",
      PAYLOAD_FIELDS[media],
      "The content of an item does not change: import it under a new id.",
    );
  if (changed.length > 0 && input.onExisting !== "update" && !hasNew)
    return { result: "duplicate", firstLine: record.line, differs: true, record };
  if (changed.length > 0 && input.onExisting === "update") return { result: "update", record, files };
  return { result: "merge", record, files };
}
