import { z } from "zod";
import { curatedAccuracy } from "@/core/quality/curated-accuracy";
import { pairedModels } from "@/core/quality/paired-models";
import { createRandom } from "@/core/random";
import { resolutionsOf } from "@/db/queries/items";
import { modelById, predictionsOfItems, projectRuns } from "@/db/queries/models";
import { projectQueues, queueItemPage } from "@/db/queries/queues";
import type { Queryable } from "@/db/store";
import { notFound } from "../errors";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";

const PAGE = 500;
const LISTED = 100;
const SEED = 1;

export const CompareModelsInput = z.strictObject({ projectId: Id, a: Id, b: Id });

/** The blind random samples: what people settled, null where they found no label, and how many wait for a decision. */
async function settledSample(db: Queryable, projectId: number) {
  let unsettled = 0;
  const found = new Map<number, { label: string | null; externalId: string; text: string | null }>();
  const random = (await projectQueues(db, { projectId })).filter(
    (queue) => queue.strategy === "random" && queue.question === "label",
  );
  for (const queue of random)
    for (let after = -1; ; ) {
      const page = await queueItemPage(db, { queueId: queue.id, after, limit: PAGE, state: "done" });
      const settled = new Map(
        (await resolutionsOf(db, { itemIds: page.map((row) => row.itemId) })).map((row) => [row.itemId, row]),
      );
      for (const { itemId, externalId, text } of page) {
        const resolution = settled.get(itemId);
        const isUndecidable = resolution?.status === "undecidable";
        if (isUndecidable || resolution?.source === "consensus" || resolution?.source === "adjudication")
          found.set(itemId, { label: isUndecidable ? null : resolution.label, externalId, text });
        else unsettled += 1;
      }
      after = page.at(-1)?.rank ?? after;
      if (page.length < PAGE) break;
    }
  return { found, unsettled };
}

/** The newest out-of-sample prediction of a model for each item. */
async function predicted(
  db: Queryable,
  { projectId, modelId, itemIds }: { projectId: number; modelId: number; itemIds: number[] },
) {
  const runs = new Set(
    (await projectRuns(db, { projectId })).flatMap((run) =>
      run.modelId === modelId && run.outOfSample === "yes" ? run.id : [],
    ),
  );
  const labels = new Map<number, string>();
  for (let start = 0; start < itemIds.length; start += PAGE)
    for (const row of await predictionsOfItems(db, { itemIds: itemIds.slice(start, start + PAGE) }))
      if (runs.has(row.runId)) labels.set(row.itemId, row.topLabel);
  return labels;
}

/**
 * Two models on the same items: those of blind random samples that people settled, by predictions that neither model
 * trained on. Reviewed suspects are left out on purpose: over them any model could only look better.
 */
export async function compareModels(
  { store, actor }: OperationContext,
  { projectId, a, b }: z.infer<typeof CompareModelsInput>,
) {
  const db = store.read;
  const project = await authorize(db, { actor, projectId, operation: "model.read" });
  const models = await Promise.all([a, b].map((modelId) => modelById(db, { projectId, modelId })));
  if (models.some((model) => !model)) throw notFound("model");
  const { found: sample, unsettled } = await settledSample(db, projectId);
  const itemIds = [...sample.keys()];
  const [byA, byB] = await Promise.all([a, b].map((modelId) => predicted(db, { projectId, modelId, itemIds })));
  const both = itemIds.filter((itemId) => byA?.has(itemId) && byB?.has(itemId));
  const judged = both.flatMap((itemId) => {
    const item = sample.get(itemId);
    if (!item || item.label === null) return [];
    const [ofA = "", ofB = ""] = [byA?.get(itemId), byB?.get(itemId)];
    return [{ ...item, itemId, label: item.label, a: ofA, b: ofB, isA: ofA === item.label, isB: ofB === item.label }];
  });
  const count = (isA: boolean, isB: boolean) => judged.filter((one) => one.isA === isA && one.isB === isB).length;
  const leftOut = both.length - judged.length;
  const accuracyOf = (right: number) =>
    curatedAccuracy(judged.length === 0 ? [] : [{ size: project.items, judged: judged.length, right, leftOut }])
      .accuracy;
  const stratum = {
    size: judged.length === 0 ? 0 : project.items,
    onlyA: count(true, false),
    onlyB: count(false, true),
    both: count(true, true),
    neither: count(false, false),
  };
  const differing = judged.filter((one) => one.a !== one.b);
  return {
    judged: judged.length,
    leftOut,
    unsettled,
    withoutPrediction: sample.size - both.length,
    accuracy: { a: accuracyOf(stratum.onlyA + stratum.both), b: accuracyOf(stratum.onlyB + stratum.both) },
    /** Accuracy of b minus accuracy of a, paired. */
    difference: pairedModels([{ ...stratum, onlyA: stratum.onlyB, onlyB: stratum.onlyA }], {
      random: createRandom(SEED),
    }),
    fixed: stratum.onlyB,
    regressed: stratum.onlyA,
    /** Items on which the two differ: regressed first, then fixed, then both wrong. */
    rows: differing
      .toSorted((x, y) => Number(x.isB) - Number(y.isB) || Number(y.isA) - Number(x.isA) || x.itemId - y.itemId)
      .slice(0, LISTED)
      .map(({ itemId, externalId, text, label, a: ofA, b: ofB, isA, isB }) => ({
        itemId,
        externalId,
        text,
        label,
        a: ofA,
        b: ofB,
        isA,
        isB,
      })),
    differing: differing.length,
  };
}
