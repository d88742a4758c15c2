import { answerRule } from "@/core/adjudication/answer-rule";
import { type Adjudication, type ItemStatus, itemState } from "@/core/adjudication/resolved-label";
import { adjudicationsOf } from "@/db/queries/adjudications";
import { type CurrentRow, currentOfItems } from "@/db/queries/annotations";
import { itemsByIds, setItemStatus, upsertResolutions } from "@/db/queries/items";
import { projectById, projectLabels } from "@/db/queries/projects";
import { openItemIds } from "@/db/queries/queues";
import type { Transaction } from "@/db/store";

type Decision = Awaited<ReturnType<typeof adjudicationsOf>>[number]["adjudication"];

/** The newest answer of each annotator, whatever the queue. */
export function newestPerAnnotator(rows: readonly CurrentRow[]): CurrentRow[] {
  const newest = new Map<number, CurrentRow>();
  for (const row of rows) if ((newest.get(row.annotatorId)?.seq ?? -1) < row.seq) newest.set(row.annotatorId, row);
  return [...newest.values()];
}

export function asAdjudication(decision: Decision | undefined): Adjudication | null {
  if (!decision || decision.decision === "reopened") return null;
  if (decision.decision === "label") return decision.label === null ? null : { label: decision.label };
  return { decision: decision.decision };
}

/** Derives label, source and status of the items anew from their standing answers and decisions. */
export async function refreshResolutions(
  tx: Transaction,
  { projectId, itemIds }: { projectId: number; itemIds: number[]; now: number },
) {
  if (itemIds.length === 0) return;
  const project = await projectById(tx, projectId);
  const items = await itemsByIds(tx, { projectId, itemIds });
  const task = project?.task ?? "single-label";
  const rule = answerRule(
    task,
    (await projectLabels(tx, { projectId })).map((label) => label.key),
  );
  const open = task === "ordinal" ? await openItemIds(tx, { itemIds }) : new Set<number>();
  const current = byItem(await currentOfItems(tx, { itemIds }), (row) => row.itemId);
  const decisions = byItem(await adjudicationsOf(tx, { itemIds }), (row) => row.adjudication.itemId);
  const resolutions: Parameters<typeof upsertResolutions>[1] = [];
  const moved = new Map<ItemStatus, number[]>();
  for (const item of items) {
    const answers = newestPerAnnotator(current.get(item.id) ?? []).map((row) => row.label);
    const state = itemState({
      given: item.given,
      answers,
      adjudication: asAdjudication(decisions.get(item.id)?.at(-1)?.adjudication),
      excluded: item.excludedAt !== null,
      minAnswers: project?.settings.minAnswers ?? 2,
      rule,
      isComplete: !open.has(item.id),
    });
    resolutions.push({
      itemId: item.id,
      projectId,
      label: state.label,
      status: state.status,
      source: state.source,
      method: state.method,
      votes: state.votes,
      posterior: state.posterior,
      entropy: state.entropy,
      inConflict: state.inConflict,
      needsDecision: state.status === "disputed",
    });
    if (item.status !== state.status) pushTo(moved, state.status, item.id);
  }
  await upsertResolutions(tx, resolutions);
  for (const [status, ids] of moved) await setItemStatus(tx, { itemIds: ids, status });
}

function pushTo<K, V>(groups: Map<K, V[]>, key: K, value: V) {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}

function byItem<R>(rows: readonly R[], itemOf: (row: R) => number): Map<number, R[]> {
  const groups = new Map<number, R[]>();
  for (const row of rows) pushTo(groups, itemOf(row), row);
  return groups;
}
