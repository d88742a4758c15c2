import { itemState } from "@/core/adjudication/resolved-label";
import { flagReason, storedAnswer } from "@/core/annotation/answer-text";
import type { DatasetAnnotation, DatasetPrediction, DatasetRecord } from "@/core/dataset/dataset-record";
import { datasetValue } from "@/core/dataset/dataset-value";
import { adjudicationsOf } from "@/db/queries/adjudications";
import { eventsOfItems } from "@/db/queries/annotations";
import { type ItemRow, itemsAfter, resolutionsOf } from "@/db/queries/items";
import { predictionsOfItems, projectRuns } from "@/db/queries/models";
import type { LabelRow } from "@/db/queries/projects";
import { projectQueues } from "@/db/queries/queues";
import type { Queryable } from "@/db/store";
import { unpackProbabilities } from "../prediction/read-predictions";

const PAGE = 500;

export const modelTitle = (run: { modelName: string; modelVersion: number }) =>
  run.modelVersion === 1 ? run.modelName : `${run.modelName} ${run.modelVersion}`;

export interface RecordSources {
  projectId: number;
  labels: readonly LabelRow[];
}

type Runs = Map<number, Awaited<ReturnType<typeof projectRuns>>[number]>;
type Event = Awaited<ReturnType<typeof eventsOfItems>>[number];
type Decision = Awaited<ReturnType<typeof adjudicationsOf>>[number];

/** All items of the project as canonical records, in import order. */
export async function* itemRecords(db: Queryable, { projectId, labels }: RecordSources): AsyncGenerator<DatasetRecord> {
  const names = new Map(labels.map((label) => [label.key, label.name]));
  const runs: Runs = new Map((await projectRuns(db, { projectId })).map((run) => [run.id, run]));
  const queues = new Map((await projectQueues(db, { projectId })).map((queue) => [queue.id, queue.name]));
  for (let after = 0; ; ) {
    const items = await itemsAfter(db, { projectId, after, limit: PAGE });
    const itemIds = items.map((item) => item.id);
    const predictions = groupBy(await predictionsOfItems(db, { itemIds }), (row) => row.itemId);
    const events = groupBy(await eventsOfItems(db, { itemIds }), (row) => row.annotation.itemId);
    const decisions = groupBy(await adjudicationsOf(db, { itemIds }), (row) => row.adjudication.itemId);
    const resolutions = new Map((await resolutionsOf(db, { itemIds })).map((row) => [row.itemId, row]));
    for (const item of items) {
      const own = events.get(item.id) ?? [];
      yield {
        ...itemFields(item, names),
        predictions: (predictions.get(item.id) ?? []).flatMap((row) => asPrediction(row, runs, names)),
        annotations: own.map((event) => asAnnotation(event, own, { names, runs, queues })),
        adjudications: asAdjudications(decisions.get(item.id) ?? [], own, names),
        resolved: asResolution(item, resolutions.get(item.id), names, labels),
      };
    }
    if (items.length < PAGE) return;
    after = items.at(-1)?.id ?? after;
  }
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

const nameOf = (names: ReadonlyMap<string, string>, key: string | null | undefined) =>
  key ? (names.get(key) ?? key) : null;

/** An answer by names. */
const answerByName = (names: ReadonlyMap<string, string>, text: string | null) =>
  text === null ? null : datasetValue(text, (key) => names.get(key) ?? key);

function itemFields(item: ItemRow, names: ReadonlyMap<string, string>) {
  return {
    line: 0,
    id: item.externalId,
    text: item.text,
    image: item.mediaPath,
    audio: item.audioPath,
    data: item.data,
    sha256: item.mediaType === "audio" ? (item.audioHash ?? item.mediaHash) : (item.mediaHash ?? item.audioHash),
    label: answerByName(names, item.given),
    split: item.split,
    group: item.groupKey,
    observedAt: item.observedAt,
    meta: new Map(Object.entries(item.meta ?? {})),
    embedding: null,
    excluded: item.excludedAt === null ? null : { at: item.excludedAt, reason: item.excludedReason ?? "" },
    extra: new Map(Object.entries(item.extra ?? {})),
  };
}

function asPrediction(
  row: Awaited<ReturnType<typeof predictionsOfItems>>[number],
  runs: Runs,
  names: ReadonlyMap<string, string>,
): DatasetPrediction[] {
  const run = runs.get(row.runId);
  if (!run) return [];
  return [
    {
      model: modelTitle(run),
      run: run.source === "browser" ? `browser ${run.provider ?? ""} ${run.id}` : run.name || null,
      fold: run.fold,
      outOfSample: run.outOfSample === "unknown" ? null : run.outOfSample === "yes",
      labels: run.classes.map((key) => names.get(key) ?? key),
      probs: unpackProbabilities(row.probs),
      scalar: null,
      at: null,
      extra: new Map(),
    },
  ];
}

function asAnnotation(
  {
    annotation,
    annotator,
    suggestion,
    suggestionConfidence,
    suggestionRun,
    armProbability,
    question,
    candidates,
  }: Event,
  own: readonly Event[],
  { names, runs, queues }: { names: ReadonlyMap<string, string>; runs: Runs; queues: ReadonlyMap<number, string> },
): DatasetAnnotation {
  const run = suggestionRun === null ? undefined : runs.get(suggestionRun);
  const isDesk = annotation.channel === "desk";
  return {
    uid: annotation.clientKey,
    annotator,
    kind: annotation.kind,
    label: answerByName(names, storedAnswer(annotation.value)),
    offered: "offered" in annotation.value ? (annotation.value.offered ?? null) : null,
    reason: flagReason(annotation.value),
    certainty: annotation.certainty,
    at: annotation.clientTime ?? annotation.receivedAt,
    durationMs: annotation.durationMs,
    mode: annotation.mode,
    suggestion:
      annotation.mode === "assisted" && suggestion !== null
        ? {
            model: run ? modelTitle(run) : "browser",
            label: nameOf(names, suggestion) ?? "",
            prob: suggestionConfidence,
          }
        : null,
    channel: annotation.channel,
    queue: isDesk ? (queues.get(annotation.queueId) ?? null) : null,
    question: isDesk ? (question ?? "label") : null,
    candidates: candidates?.map((key) => names.get(key) ?? key) ?? null,
    armProbability: isDesk ? armProbability : null,
    isLate: annotation.late,
    supersedes: own.find((one) => one.annotation.id === annotation.supersedes)?.annotation.clientKey ?? null,
    note: annotation.note,
    extra: new Map(Object.entries(annotation.extra ?? {})),
  };
}

/** Decisions that stand: what a reopening ended is history of the project, not of the data set. */
function asAdjudications(decisions: readonly Decision[], own: readonly Event[], names: ReadonlyMap<string, string>) {
  const start = decisions.findLastIndex((row) => row.adjudication.decision === "reopened") + 1;
  return decisions.slice(start).map(({ adjudication, by }) => ({
    by,
    firstLabel: answerByName(names, adjudication.ownFirstAnswer),
    label: adjudication.decision === "label" ? answerByName(names, adjudication.label) : null,
    decision:
      adjudication.decision === "undecidable" || adjudication.decision === "exclude" ? adjudication.decision : null,
    at: adjudication.createdAt,
    reason: adjudication.reason || null,
    rule: adjudication.rule,
    saw: adjudication.seenAnnotations.flatMap(
      (id) => own.find((one) => one.annotation.id === id)?.annotation.clientKey ?? [],
    ),
  }));
}

function asResolution(
  item: ItemRow,
  stored: Awaited<ReturnType<typeof resolutionsOf>>[number] | undefined,
  names: ReadonlyMap<string, string>,
  labels: readonly LabelRow[],
) {
  const state =
    stored ?? itemState({ given: item.given, answers: [], adjudication: null, excluded: item.excludedAt !== null });
  const inLabelOrder = (pairs: readonly [string, number][]) => {
    const found = new Map(pairs);
    const ordered = labels.flatMap((label) =>
      found.has(label.key) ? [[label.name, found.get(label.key) ?? 0] as const] : [],
    );
    return ordered.length === 0 ? null : new Map(ordered);
  };
  return {
    label: answerByName(names, state.label),
    source: state.source,
    status: state.status,
    votes: inLabelOrder(state.votes),
    posterior: inLabelOrder(state.posterior),
  };
}
