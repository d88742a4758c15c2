import { z } from "zod";
import type { AgreementReport, AgreementScope } from "@/core/agreement/agreement-report";
import { summarizeAgreement } from "@/core/agreement/agreement-summary";
import type { Distance } from "@/core/agreement/distance";
import { storeAgreement, storedAgreement, votesAfter } from "@/db/queries/agreements";
import { projectAnnotators } from "@/db/queries/annotators";
import { insertJob, unfinishedJobs } from "@/db/queries/jobs";
import { projectById, projectLabels } from "@/db/queries/projects";
import { projectQueues } from "@/db/queries/queues";
import type { Queryable } from "@/db/store";
import type { JobContext } from "../jobs/job-context";
import { Id, type OperationContext, type ProjectInput } from "../operation";
import { authorize } from "../permission";

/** Fewer items than that are no random sample to speak of. */
const RANDOM_SAMPLE_MIN = 100;
const SEED = 1;

type VoteRow = Awaited<ReturnType<typeof votesAfter>>[number];

async function allVotes(db: Queryable, projectId: number, externalsCount: boolean) {
  const kinds = externalsCount ? (["person", "external"] as const) : (["person"] as const);
  const rows: VoteRow[] = [];
  for (let after = 0; ; ) {
    const page = await votesAfter(db, { projectId, kinds: [...kinds], after, limit: 10_000 });
    rows.push(...page);
    after = page.at(-1)?.annotationId ?? after;
    if (page.length < 10_000) return rows;
  }
}

/** The newest answer of each (item, annotator) among the rows. */
function newest(rows: readonly VoteRow[]): VoteRow[] {
  const kept = new Map<string, VoteRow>();
  for (const row of rows) {
    const key = `${row.itemId}:${row.annotatorId}`;
    if ((kept.get(key)?.seq ?? -1) < row.seq) kept.set(key, row);
  }
  return [...kept.values()].sort((a, b) => a.itemId - b.itemId || a.annotatorId - b.annotatorId);
}

type People = Awaited<ReturnType<typeof projectAnnotators>>;

function scopeOf(
  about: Pick<AgreementScope, "kind" | "name" | "queueId">,
  rows: readonly VoteRow[],
  labels: readonly { key: string; name: string }[],
  people: People,
  distance: Distance,
): AgreementScope | null {
  const label = new Map(labels.map(({ key }, k) => [key, k]));
  const votes = newest(rows).filter((row) => label.has(row.label));
  if (votes.length === 0) return null;
  const items = new Map([...new Set(votes.map((row) => row.itemId))].map((id, k) => [id, k]));
  const annotatorIds = [...new Set(votes.map((row) => row.annotatorId))].sort((a, b) => a - b);
  const annotator = new Map(annotatorIds.map((id, k) => [id, k]));
  const summary = summarizeAgreement(
    votes.map((row) => ({
      item: items.get(row.itemId) ?? 0,
      annotator: annotator.get(row.annotatorId) ?? 0,
      label: label.get(row.label) ?? 0,
    })),
    {
      classes: labels.length,
      annotators: annotatorIds.length,
      labelNames: labels.map(({ name }) => name),
      seed: SEED,
      distance,
    },
  );
  const named = annotatorIds.map((id) => {
    const person = people.find((one) => one.id === id);
    return { id, name: person?.name ?? "", kind: person?.kind ?? "person" };
  });
  return { ...about, annotators: named, summary };
}

/** Agreement of the project in all its scopes, from the standing answers. */
export async function computeAgreement(db: Queryable, projectId: number): Promise<AgreementReport> {
  const project = await projectById(db, projectId);
  const labels = await projectLabels(db, { projectId });
  const distance = project?.task === "ordinal" ? "ordinal" : "nominal";
  const queues = await projectQueues(db, { projectId });
  const people = await projectAnnotators(db, { projectId });
  const rows = await allVotes(db, projectId, project?.settings.externalsCount ?? false);
  const overlap = new Map(queues.map((queue) => [queue.id, queue.overlapMin]));
  // a further answer that disagreement opened would bias the number, and late ones stand outside the quota
  const desk = rows.filter(
    (row) => row.channel === "desk" && !row.late && row.slot >= 1 && row.slot <= (overlap.get(row.queueId) ?? 0),
  );
  const random = new Set(queues.filter((queue) => queue.strategy === "random").map((queue) => queue.id));
  const isBlind = (row: VoteRow) => row.mode === "blind" && row.blindItem;
  const scopes = [
    scopeOf(
      { kind: "random-sample", name: "Random sample", queueId: null },
      desk.filter((row) => random.has(row.queueId) && isBlind(row)),
      labels,
      people,
      distance,
    ),
    scopeOf(
      { kind: "blind", name: "All answers given without a suggestion", queueId: null },
      desk.filter(isBlind),
      labels,
      people,
      distance,
    ),
    scopeOf(
      { kind: "imported", name: "Imported answers", queueId: null },
      rows.filter((row) => row.channel === "import" && row.mode === "blind"),
      labels,
      people,
      distance,
    ),
    ...queues
      .filter((queue) => !random.has(queue.id))
      .map((queue) =>
        scopeOf(
          { kind: "queue", name: queue.name, queueId: queue.id },
          desk.filter((row) => row.queueId === queue.id && isBlind(row)),
          labels,
          people,
          distance,
        ),
      ),
    scopeOf(
      { kind: "assisted", name: "Answers given with a suggestion", queueId: null },
      desk.filter((row) => row.mode === "assisted"),
      labels,
      people,
      distance,
    ),
  ].filter((scope) => scope !== null);
  const sample = scopes.findIndex(
    (scope) => scope.kind === "random-sample" && scope.summary.pairableItems >= RANDOM_SAMPLE_MIN,
  );
  const blind = scopes.findIndex((scope) => scope.kind === "blind");
  const imported = scopes.findIndex((scope) => scope.kind === "imported");
  const headline = [sample, blind, imported].find((k) => k >= 0) ?? null;
  return { labels: labels.map(({ key, name, color }) => ({ key, name, color })), headline, scopes };
}

/** Job: measures agreement and keeps it with the event number it holds for. */
export async function measureAgreement(context: JobContext, raw: unknown) {
  const { projectId } = z.looseObject({ projectId: Id }).parse(raw);
  await authorize(context.store.read, { actor: context.actor, projectId, operation: "agreement.run" });
  const project = await projectById(context.store.read, projectId);
  await context.report({ done: 0, total: 1, phase: "measuring" });
  const result = await computeAgreement(context.store.read, projectId);
  await context.store.transaction((tx) =>
    storeAgreement(tx, { projectId, eventSeq: project?.eventSeq ?? 0, result, createdAt: context.now }),
  );
  return { scopes: result.scopes.length };
}

/** The stored agreement and whether answers came since. */
export async function readAgreement({ store, actor }: OperationContext, { projectId }: z.infer<typeof ProjectInput>) {
  const project = await authorize(store.read, { actor, projectId, operation: "agreement.read" });
  const stored = await storedAgreement(store.read, { projectId });
  return {
    report: stored?.result ?? null,
    computedAt: stored?.createdAt ?? null,
    isStale: stored ? stored.eventSeq !== project.eventSeq : project.eventSeq > 0,
  };
}

/** Starts the measuring, unless it runs already. */
export async function startAgreement(
  { store, actor, now }: OperationContext,
  { projectId }: z.infer<typeof ProjectInput>,
) {
  return store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "agreement.run" });
    const [running] = await unfinishedJobs(tx, { projectId, kind: "agreement" });
    if (running) return { jobId: running.id };
    return {
      jobId: await insertJob(tx, {
        projectId,
        kind: "agreement",
        input: { projectId },
        createdBy: actor.userId,
        createdAt: now,
      }),
    };
  });
}
