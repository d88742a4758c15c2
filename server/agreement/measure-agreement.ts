import { z } from "zod";
import type { AgreementReport, AgreementScope, MarkScope } from "@/core/agreement/agreement-report";
import { summarizeAgreement } from "@/core/agreement/agreement-summary";
import type { Distance } from "@/core/agreement/distance";
import { type MarkTask, summarizeMarks } from "@/core/agreement/mark-summary";
import { answerValue } from "@/core/annotation/answer-text";
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
type About = Pick<AgreementScope, "kind" | "name" | "queueId">;

/** The sets of answers that are measured apart, each with what it stands for. */
function scopesOf(rows: readonly VoteRow[], queues: Awaited<ReturnType<typeof projectQueues>>) {
  const byId = new Map(queues.map((queue) => [queue.id, queue]));
  // a further answer that disagreement opened would bias the number, and late ones stand outside the quota
  const desk = rows.filter((row) => {
    const queue = byId.get(row.queueId);
    return row.channel === "desk" && !row.late && row.slot >= 1 && row.slot <= (queue?.overlapMin ?? 0);
  });
  // answers to different questions are not pooled
  const labeled = desk.filter((row) => byId.get(row.queueId)?.question === "label");
  const isBlind = (row: VoteRow) => row.mode === "blind" && row.blindItem;
  const isRandom = (row: VoteRow) => byId.get(row.queueId)?.strategy === "random";
  const scope = (about: About, part: VoteRow[]) => ({ about, rows: newest(part) });
  return [
    scope(
      { kind: "random-sample", name: "Random sample", queueId: null },
      labeled.filter((row) => isRandom(row) && isBlind(row)),
    ),
    scope({ kind: "blind", name: "All answers given without a suggestion", queueId: null }, labeled.filter(isBlind)),
    scope(
      { kind: "imported", name: "Imported answers", queueId: null },
      rows.filter((row) => row.channel === "import" && row.mode === "blind"),
    ),
    ...queues
      .filter((queue) => queue.strategy !== "random")
      .map((queue) =>
        scope(
          { kind: "queue", name: queue.name, queueId: queue.id },
          desk.filter((row) => row.queueId === queue.id && isBlind(row)),
        ),
      ),
    scope(
      { kind: "assisted", name: "Answers given with a suggestion", queueId: null },
      labeled.filter((row) => row.mode === "assisted"),
    ),
  ];
}

/** Items and annotators of the answers by index. */
function indexed(rows: readonly VoteRow[], people: People) {
  const items = new Map([...new Set(rows.map((row) => row.itemId))].map((id, k) => [id, k]));
  const annotatorIds = [...new Set(rows.map((row) => row.annotatorId))].sort((a, b) => a - b);
  const annotator = new Map(annotatorIds.map((id, k) => [id, k]));
  return {
    annotators: annotatorIds.map((id) => {
      const person = people.find((one) => one.id === id);
      return { id, name: person?.name ?? "", kind: person?.kind ?? "person" };
    }),
    votes: rows.map((row) => ({
      item: items.get(row.itemId) ?? 0,
      annotator: annotator.get(row.annotatorId) ?? 0,
      text: row.label,
    })),
  };
}

/** The first of the scopes that may stand above all: a random sample of some size, else blind answers, else imported ones. */
function headlineOf(scopes: readonly (About & { summary: { pairableItems: number } })[]): number | null {
  const at = (kind: About["kind"], least = 0) =>
    scopes.findIndex((scope) => scope.kind === kind && scope.summary.pairableItems >= least);
  return [at("random-sample", RANDOM_SAMPLE_MIN), at("blind"), at("imported")].find((k) => k >= 0) ?? null;
}

/** Agreement of the project in all its scopes, from the standing answers. */
export async function computeAgreement(db: Queryable, projectId: number): Promise<AgreementReport> {
  const project = await projectById(db, projectId);
  const task = project?.task ?? "single-label";
  const labels = await projectLabels(db, { projectId });
  const people = await projectAnnotators(db, { projectId });
  const rows = await allVotes(db, projectId, project?.settings.externalsCount ?? false);
  const parts = scopesOf(rows, await projectQueues(db, { projectId }));
  const named = labels.map(({ key, name, color }) => ({ key, name, color }));
  if (task === "multi-label" || task === "spans" || task === "boxes") {
    const marks = parts.flatMap((part) => markScope(part, { task, labels, people }));
    return { labels: named, headline: headlineOf(marks), scopes: [], marks };
  }
  const distance = task === "ordinal" ? "ordinal" : "nominal";
  const scopes = parts.flatMap((part) => labelScope(part, { labels, people, distance }));
  return { labels: named, headline: headlineOf(scopes), scopes };
}

type Part = ReturnType<typeof scopesOf>[number];
type Surroundings = { labels: readonly { key: string; name: string }[]; people: People };

function labelScope(
  { about, rows }: Part,
  { labels, people, distance }: Surroundings & { distance: Distance },
): AgreementScope[] {
  const label = new Map(labels.map(({ key }, k) => [key, k]));
  const { annotators, votes } = indexed(
    rows.filter((row) => label.has(row.label)),
    people,
  );
  if (votes.length === 0) return [];
  const summary = summarizeAgreement(
    votes.map(({ text, ...vote }) => ({ ...vote, label: label.get(text) ?? 0 })),
    {
      classes: labels.length,
      annotators: annotators.length,
      labelNames: labels.map(({ name }) => name),
      seed: SEED,
      distance,
    },
  );
  return [{ ...about, annotators, summary }];
}

function markScope({ about, rows }: Part, { labels, people, task }: Surroundings & { task: MarkTask }): MarkScope[] {
  const { annotators, votes } = indexed(rows, people);
  if (votes.length === 0) return [];
  const answers = votes.map(({ text, ...vote }) => ({ ...vote, value: answerValue(text) }));
  const summary = summarizeMarks(answers, { task, labels: labels.map(({ key }) => key), seed: SEED });
  return [{ ...about, annotators, summary }];
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
  return { scopes: result.scopes.length + (result.marks?.length ?? 0) };
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
