import { answerValue, storedAnswer } from "@/core/annotation/answer-text";
import type { DatasetAnnotation, DatasetRecord } from "@/core/dataset/dataset-record";
import { answerOfDataset } from "@/core/dataset/dataset-value";
import type { MediaType } from "@/core/label-set/label-set";
import {
  annotationsByKeys,
  type CurrentRow,
  insertAnnotations,
  type NewAnnotation,
  setCurrentMany,
} from "@/db/queries/annotations";
import { ensureNamed } from "@/db/queries/annotators";
import { insertItems, itemsByExternalId, setExcluded, updateItemFields } from "@/db/queries/items";
import { insertAudit } from "@/db/queries/jobs";
import {
  bumpRunCount,
  insertModel,
  insertPredictions,
  insertRun,
  modelByName,
  type NewPrediction,
  projectRuns,
} from "@/db/queries/models";
import { addToItemCount, lockEvents, projectById, setEventSeq } from "@/db/queries/projects";
import { insertMedia } from "@/db/queries/uploads";
import type { Transaction } from "@/db/store";
import { refreshResolutions } from "../consensus/refresh-resolutions";
import { predictionRow } from "../prediction/record-predictions";
import { annotationKey, contentHashOf, plainExtra, plainMeta } from "./import-plan";
import type { RowFiles } from "./row-files";
import type { StartImportInput } from "./start-import";

export interface PlannedRow {
  result: "create" | "update" | "merge";
  record: DatasetRecord;
  files: RowFiles;
}

export interface ImportSurroundings {
  input: StartImportInput;
  jobId: number;
  now: number;
  actorEmail: string;
  media: MediaType;
  /** The project had no items when the job began: no row can meet a stored one. */
  isFirst: boolean;
  /** Key of a label by its name. */
  keys: ReadonlyMap<string, string>;
  /** All label keys in their order. */
  classes: string[];
}

const BLOCK = 999_983;
const STEP = 387_420_489;
/** A number per item that does not give away the order of import, in which many files are sorted by label. */
export const opaqueNumber = (index: number) =>
  Math.floor(index / BLOCK) * BLOCK + (((index % BLOCK) * STEP) % BLOCK) + 1;

function asMedia(file: RowFiles["image"] | RowFiles["audio"]) {
  if (!file) return [];
  const { kind: _kind, ...row } = file;
  return [[row.sha256, row] as const];
}

/** Writes one chunk of decided rows in one transaction. */
export async function writeRows(tx: Transaction, rows: readonly PlannedRow[], at: ImportSurroundings) {
  const { projectId } = at.input;
  let seq = await lockEvents(tx, { projectId });
  const created = rows.filter((row) => row.result === "create");
  const project = await projectById(tx, projectId);
  await insertMedia(tx, [
    ...new Map(created.flatMap(({ files: { image, audio } }) => [image, audio]).flatMap(asMedia)).values(),
  ]);
  const made = await insertItems(
    tx,
    created.map(({ record, files: { image, audio }, files }, k) => ({
      projectId,
      externalId: record.id ?? "",
      number: opaqueNumber((project?.items ?? 0) + k),
      mediaType: at.media,
      text: record.text,
      mediaHash: image?.sha256 ?? null,
      mediaPath: record.image,
      imageWidth: image?.width ?? null,
      imageHeight: image?.height ?? null,
      audioHash: audio?.sha256 ?? null,
      audioPath: record.audio,
      data: record.data,
      meta: plainMeta(record.meta),
      given: record.label === null ? null : answerOfDataset(record.label, at.keys),
      split: record.split,
      groupKey: record.group,
      observedAt: record.observedAt,
      contentHash: contentHashOf(record, files, at.media),
      extra: plainExtra(record.extra),
      importId: at.jobId,
      ...(record.excluded
        ? { excludedAt: record.excluded.at, excludedReason: record.excluded.reason, status: "excluded" as const }
        : {}),
    })),
  );
  await addToItemCount(tx, { projectId, by: made.length });
  const ids = new Map(made.map((item) => [item.externalId, item.id]));
  const elsewhere = rows.flatMap(({ record }) => (ids.has(record.id ?? "") ? [] : (record.id ?? "")));
  const items = new Map(
    elsewhere.length === 0
      ? []
      : (await itemsByExternalId(tx, { projectId, externalIds: elsewhere })).map((item) => [item.externalId, item]),
  );
  for (const item of items.values()) ids.set(item.externalId, item.id);
  for (const { record } of rows.filter((row) => row.result === "update")) {
    const item = items.get(record.id ?? "");
    if (!item) continue;
    const given = record.label === null ? item.given : answerOfDataset(record.label, at.keys);
    if (given !== item.given) {
      seq += 1;
      const data = { seq, before: item.given, after: given, importId: at.jobId };
      await insertAudit(tx, {
        projectId,
        actor: at.actorEmail,
        action: "item.given-label",
        subject: item.externalId,
        data,
        createdAt: at.now,
      });
    }
    const meta = record.meta.size > 0 ? plainMeta(record.meta) : item.meta;
    await updateItemFields(tx, {
      itemId: item.id,
      given,
      split: record.split ?? item.split,
      meta,
      extra: record.extra.size > 0 ? plainExtra(record.extra) : item.extra,
    });
    if (record.excluded)
      await setExcluded(tx, {
        itemId: item.id,
        excludedAt: record.excluded.at,
        excludedReason: record.excluded.reason,
      });
  }
  await writePredictions(tx, rows, ids, at);
  seq = await writeAnnotations(tx, rows, ids, at, seq);
  await setEventSeq(tx, { projectId, eventSeq: seq });
  const touched = rows.filter(
    (row) => row.record.annotations.length > 0 || row.result === "update" || row.record.excluded,
  );
  const itemIds = touched.flatMap((row) => ids.get(row.record.id ?? "") ?? []);
  await refreshResolutions(tx, { projectId, itemIds, now: at.now });
}

async function writePredictions(
  tx: Transaction,
  rows: readonly PlannedRow[],
  ids: ReadonlyMap<string, number>,
  at: ImportSurroundings,
) {
  const { projectId } = at.input;
  const wanted = rows.flatMap(({ record }) =>
    record.predictions.map((prediction) => ({ prediction, itemId: ids.get(record.id ?? "") })),
  );
  if (wanted.length === 0) return;
  const known = new Map<string, { id: number; classes: string[] }>();
  for (const run of await projectRuns(tx, { projectId }))
    if (run.source === "imported") known.set(runKey(run.modelName, run.name, run.fold, run.outOfSample), run);
  const prepared: NewPrediction[] = [];
  for (const { prediction, itemId } of wanted) {
    if (!prediction.probs || itemId === undefined) continue;
    const outOfSample = prediction.outOfSample === null ? "unknown" : prediction.outOfSample ? "yes" : "no";
    const key = runKey(prediction.model, prediction.run ?? "", prediction.fold, outOfSample);
    let run = known.get(key);
    if (!run) {
      const model =
        (await modelByName(tx, { projectId, name: prediction.model })) ??
        (await insertModel(tx, {
          projectId,
          name: prediction.model,
          kind: "imported",
          files: [],
          trainedOn: "unknown",
          stage: "candidate",
          createdAt: at.now,
        }));
      const id = await insertRun(tx, {
        projectId,
        modelId: model.id,
        name: prediction.run ?? "",
        source: "imported",
        fold: prediction.fold,
        outOfSample,
        classes: at.classes,
        createdAt: at.now,
      });
      run = { id, classes: at.classes };
      known.set(key, run);
    }
    prepared.push(predictionRow({ runId: run.id, itemId, classes: run.classes }, prediction.probs));
  }
  for (const run of known.values()) {
    const part = prepared.filter((row) => row.runId === run.id);
    if (part.length > 0) await bumpRunCount(tx, { runId: run.id, by: await insertPredictions(tx, part) });
  }
}

export const runKey = (model: string, run: string, fold: number | null, outOfSample: string) =>
  JSON.stringify([model, run, fold, outOfSample]);

function storedValueOf({ label, offered, reason, question }: DatasetAnnotation, keys: ReadonlyMap<string, string>) {
  if (label === null) return reason === null ? {} : { reason };
  const text = answerOfDataset(label, keys, { offered, isBoth: question === "verify" && Array.isArray(label) });
  return text === null ? {} : answerValue(text);
}

async function writeAnnotations(
  tx: Transaction,
  rows: readonly PlannedRow[],
  ids: ReadonlyMap<string, number>,
  at: ImportSurroundings,
  from: number,
) {
  const { projectId, annotatorKind, annotatorNote } = at.input;
  let seq = from;
  const names = new Set(rows.flatMap(({ record }) => record.annotations.map((one) => one.annotator)));
  const annotators = new Map<string, number>();
  for (const name of names)
    annotators.set(name, await ensureNamed(tx, { projectId, name, kind: annotatorKind, note: annotatorNote }));
  const wanted: NewAnnotation[] = [];
  for (const { record } of rows)
    for (const annotation of [...record.annotations].sort((a, b) => a.at - b.at))
      wanted.push({
        projectId,
        seq: 0,
        itemId: ids.get(record.id ?? "") ?? 0,
        queueId: 0,
        annotatorId: annotators.get(annotation.annotator) ?? 0,
        kind: annotation.kind,
        value: storedValueOf(annotation, at.keys),
        certainty: annotation.certainty,
        channel: "import",
        mode: annotation.mode,
        clientKey: annotationKey(record.id ?? "", annotation),
        clientTime: annotation.at,
        receivedAt: at.now,
        durationMs: annotation.durationMs,
        note: annotation.note,
        extra: plainExtra(annotation.extra),
      });
  if (wanted.length === 0) return seq;
  const seen = new Set<string>();
  for (const annotatorId of annotators.values()) {
    const clientKeys = wanted.flatMap((row) => (row.annotatorId === annotatorId ? row.clientKey : []));
    // of one annotator at a time: the index leads with the annotator
    for (const row of await annotationsByKeys(tx, { annotatorIds: [annotatorId], clientKeys }))
      seen.add(`${row.annotatorId}:${row.clientKey}`);
  }
  const fresh = wanted.filter((row) => {
    const key = `${row.annotatorId}:${row.clientKey}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
  for (const row of fresh) row.seq = ++seq;
  const stored = await insertAnnotations(tx, fresh);
  const idOf = new Map(stored.map((row) => [`${row.annotatorId}:${row.clientKey}`, row.id]));
  const current = new Map<string, CurrentRow>();
  for (const row of fresh) {
    const label = storedAnswer(row.value);
    if (row.kind !== "label" || label === null) continue;
    current.set(`${row.itemId}:${row.annotatorId}`, {
      queueId: 0,
      itemId: row.itemId,
      annotatorId: row.annotatorId,
      projectId,
      annotationId: idOf.get(`${row.annotatorId}:${row.clientKey}`) ?? 0,
      seq: row.seq,
      label,
      certainty: row.certainty,
      mode: row.mode,
      channel: "import",
      blindItem: row.mode === "blind",
      slot: 0,
      late: false,
    });
  }
  await setCurrentMany(tx, [...current.values()]);
  return seq;
}
