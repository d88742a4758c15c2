import { z } from "zod";
import { storedAnswer } from "@/core/annotation/answer-text";
import { eventsOfItems } from "@/db/queries/annotations";
import { givenCounts, itemById, itemPage, resolutionOf, statusCounts } from "@/db/queries/items";
import { predictionsOfItems, projectRuns } from "@/db/queries/models";
import { notFound } from "../errors";
import { Id, Limit, type OperationContext, type ProjectInput } from "../operation";
import { authorize, mayDo } from "../permission";
import { classOf } from "../prediction/read-predictions";
import { withPreview } from "./item-preview";

export const ItemsInput = z.strictObject({
  projectId: Id,
  cursor: Id.nullable().default(null),
  limit: Limit.default(50),
  status: z
    .enum(["untouched", "in-review", "agreed", "corrected", "disputed", "undecidable", "excluded"])
    .nullable()
    .default(null),
  given: z.string().max(64).nullable().default(null),
  resolved: z.string().max(64).nullable().default(null),
  search: z.string().trim().max(200).nullable().default(null),
});

/** A page of the project's items in import order. */
export async function listItems({ store, actor }: OperationContext, input: z.output<typeof ItemsInput>) {
  const { limit, search, ...rest } = input;
  await authorize(store.read, { actor, projectId: input.projectId, operation: "item.read" });
  const rows = await itemPage(store.read, { ...rest, search: search === "" ? null : search, limit: limit + 1 });
  const page = rows.slice(0, limit);
  return { rows: page.map(withPreview), nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

export async function countItems({ store, actor }: OperationContext, { projectId }: z.infer<typeof ProjectInput>) {
  const project = await authorize(store.read, { actor, projectId, operation: "item.read" });
  return {
    total: project.items,
    status: await statusCounts(store.read, { projectId }),
    given: await givenCounts(store.read, { projectId }),
  };
}

export const ItemInput = z.strictObject({ projectId: Id, itemId: Id });

/** Everything about one item; what people answered only for those who may see answers. */
export async function readItem({ store, actor }: OperationContext, { projectId, itemId }: z.infer<typeof ItemInput>) {
  const project = await authorize(store.read, { actor, projectId, operation: "item.read" });
  const item = await itemById(store.read, { projectId, itemId });
  if (!item) throw notFound("item");
  const runs = new Map((await projectRuns(store.read, { projectId })).map((run) => [run.id, run]));
  const events = mayDo(project.role, "annotator.read") ? await eventsOfItems(store.read, { itemIds: [itemId] }) : [];
  return {
    item,
    resolution: (await resolutionOf(store.read, { itemId })) ?? null,
    predictions: (await predictionsOfItems(store.read, { itemIds: [itemId] })).flatMap((row) => {
      const run = runs.get(row.runId);
      if (!run) return [];
      const label = classOf(row);
      return [{ model: run.modelName, outOfSample: run.outOfSample, label, confidence: row.confidence }];
    }),
    events: events.map(({ annotation, annotator }) => ({
      id: annotation.id,
      annotator,
      kind: annotation.kind,
      answer: storedAnswer(annotation.value),
      mode: annotation.mode,
      channel: annotation.channel,
      receivedAt: annotation.receivedAt,
    })),
  };
}
