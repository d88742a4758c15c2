import type { AnswerRule } from "@/core/adjudication/answer-rule";
import type { AnnotationValue } from "@/core/annotation/annotation-value";
import { answerProblem } from "@/core/annotation/answer-problem";
import { answerText, labelsNamed } from "@/core/annotation/answer-text";
import type { Task } from "@/core/label-set/label-set";
import { slotsAfterAnswers } from "@/core/queue/claim-rules";
import { adjudicationsOf, insertAdjudication } from "@/db/queries/adjudications";
import {
  type AnnotationRow,
  annotationsByKey,
  chainOf,
  currentOfItems,
  deleteCurrent,
  insertAnnotation,
  setCurrent,
} from "@/db/queries/annotations";
import {
  type ClaimRow,
  claimsOf,
  lockQueueItems,
  moveClaim,
  setShownSuggestion,
  slotHolders,
} from "@/db/queries/claims";
import { type ItemRow, itemsByIds } from "@/db/queries/items";
import type { LabelRow } from "@/db/queries/projects";
import { addToQueue, type QueueRow, setQueueItem } from "@/db/queries/queues";
import type { Transaction } from "@/db/store";
import { answerLimits } from "./answer-limits";
import { type AnswerResult, accepted, refuse, repeated } from "./answer-result";
import type { SubmittedAnswer } from "./submit-annotations";

interface Surroundings {
  projectId: number;
  queue: QueueRow;
  annotatorId: number;
  userId: number;
  task: Task;
  labels: LabelRow[];
  rule: AnswerRule;
  seq: number;
  now: number;
}

const NO_CONTENT = { text: null, imageWidth: null, imageHeight: null };

type ItemState = Awaited<ReturnType<typeof lockQueueItems>>[number];

/** Takes the answers of one batch, one after the other, inside one transaction. */
export class SubmissionDesk {
  seq: number;
  readonly touched = new Set<number>();
  private readonly claims = new Map<number, ClaimRow>();
  private readonly known = new Map<string, AnnotationRow>();
  private readonly items = new Map<number, ItemState>();
  /** What the answers are about; only read where an answer points into it. */
  private readonly contents = new Map<number, ItemRow>();
  private readonly counters = { done: 0, inConflict: 0, judgements: 0 };

  constructor(
    private readonly tx: Transaction,
    private readonly at: Surroundings,
  ) {
    this.seq = at.seq;
  }

  async load(answers: readonly SubmittedAnswer[]) {
    const { queue, annotatorId, projectId, task } = this.at;
    const itemIds = [...new Set(answers.map((answer) => answer.itemId))].sort((a, b) => a - b);
    for (const item of await lockQueueItems(this.tx, { queueId: queue.id, itemIds })) this.items.set(item.itemId, item);
    if (task === "spans" || task === "boxes")
      for (const item of await itemsByIds(this.tx, { projectId, itemIds })) this.contents.set(item.id, item);
    const claimIds = [...new Set(answers.map((answer) => answer.claimId))];
    for (const claim of await claimsOf(this.tx, { claimIds })) this.claims.set(claim.id, claim);
    const clientKeys = answers.map((answer) => answer.clientKey);
    for (const row of await annotationsByKey(this.tx, { annotatorId, clientKeys })) this.known.set(row.clientKey, row);
  }

  async finish() {
    await addToQueue(this.tx, { queueId: this.at.queue.id, ...this.counters });
  }

  async take(answer: SubmittedAnswer): Promise<AnswerResult> {
    const { queue, annotatorId } = this.at;
    const before = this.known.get(answer.clientKey);
    if (before) return repeated(answer, before, queue.id);
    const claim = this.claims.get(answer.claimId);
    const item = this.items.get(answer.itemId);
    if (
      !claim ||
      !item ||
      claim.queueId !== queue.id ||
      claim.annotatorId !== annotatorId ||
      claim.itemId !== answer.itemId
    )
      return refuse(answer, "claim-unknown");
    const problem = answer.kind === "label" ? this.problemOf(answer.value, claim) : null;
    if (problem) return refuse(answer, problem);
    if (answer.shown && claim.arm === "assisted") await this.keepShown(claim, answer.shown);
    if (answer.kind === "label") return this.label(answer, claim, item);
    if (answer.kind === "undo") return this.undo(answer, claim, item);
    return this.pass(answer, claim, item);
  }

  private problemOf(value: AnnotationValue, { itemId, candidates }: ClaimRow) {
    const content = this.contents.get(itemId) ?? NO_CONTENT;
    const problem = answerProblem(value, answerLimits(this.at, content, { allowsBoth: candidates !== null }));
    if (problem) return problem.code;
    // both are the two that were shown, and no others
    return "both" in value && !value.both.every((key) => candidates?.includes(key)) ? "value-invalid" : null;
  }

  private async keepShown(claim: ClaimRow, shown: NonNullable<SubmittedAnswer["shown"]>) {
    await setShownSuggestion(this.tx, {
      claimId: claim.id,
      annotatorId: this.at.annotatorId,
      suggestion: shown.label,
      suggestionConfidence: shown.confidence,
      suggestionRun: shown.runId,
    });
  }

  /** A label: an ordinary answer when its slot is still or again this person's, else late. */
  private async label(
    answer: Extract<SubmittedAnswer, { kind: "label" }>,
    named: ClaimRow,
    item: ItemState,
  ): Promise<AnswerResult> {
    const { queue, annotatorId, projectId } = this.at;
    const holders = await slotHolders(this.tx, { queueId: queue.id, itemIds: [item.itemId] });
    // claimed anew after the lease ran out: the answer belongs to the claim that holds a slot
    const claim = holders.find((one) => one.annotatorId === annotatorId) ?? named;
    const slotTaken = holders.some((one) => one.id !== claim.id && one.slot === claim.slot);
    const late = claim.state !== "active" && claim.state !== "answered" && (slotTaken || claim.slot > item.slots);
    const standing = (await chainOf(this.tx, { queueId: queue.id, itemId: item.itemId, annotatorId }))[0];
    const supersedes = standing?.kind === "label" ? standing.id : null;
    const annotationId = await this.append(answer, claim, { late, supersedes });
    const wasAnswered = claim.state === "answered";
    if (!late) await this.move(claim, { state: "answered" });
    await setCurrent(this.tx, {
      queueId: queue.id,
      itemId: item.itemId,
      annotatorId,
      projectId,
      annotationId,
      seq: this.seq,
      label: answerText(answer.value),
      certainty: answer.certainty,
      mode: claim.arm ?? "unknown",
      channel: this.at.queue.layout,
      blindItem: claim.blindItem ?? false,
      slot: late ? 0 : claim.slot,
      late,
    });
    this.touched.add(item.itemId);
    if (!late && !wasAnswered) this.counters.judgements++;
    await this.settle(item);
    return { ...accepted(answer), result: late ? "late" : "accepted" };
  }

  /** Skip and flag give the slot back to others, not to the one who passed. */
  private async pass(answer: SubmittedAnswer, claim: ClaimRow, item: ItemState): Promise<AnswerResult> {
    const { queue, annotatorId } = this.at;
    const [newest] = await chainOf(this.tx, { queueId: queue.id, itemId: item.itemId, annotatorId });
    if (newest?.kind === "label") return refuse(answer, "already-answered");
    if (newest?.kind === "skip" || newest?.kind === "flag") return refuse(answer, "already-skipped");
    await this.append(answer, claim, { late: false, supersedes: null });
    if (claim.state === "active") await this.move(claim, { state: "released" });
    item.skips += 1;
    await this.settle(item);
    return accepted(answer);
  }

  /** Takes the newest answer back and opens its claim again with a new lease. */
  private async undo(answer: SubmittedAnswer, named: ClaimRow, item: ItemState): Promise<AnswerResult> {
    const { queue, annotatorId, now } = this.at;
    const [newest] = await chainOf(this.tx, { queueId: queue.id, itemId: item.itemId, annotatorId });
    if (!newest || newest.kind === "undo") return refuse(answer, "nothing-to-undo");
    const claim =
      newest.claimId === named.id
        ? named
        : ((await claimsOf(this.tx, { claimIds: [newest.claimId ?? 0] }))[0] ?? named);
    await this.append(answer, claim, { late: false, supersedes: newest.id });
    if (newest.kind === "label") {
      await deleteCurrent(this.tx, { queueId: queue.id, itemId: item.itemId, annotatorId });
      this.touched.add(item.itemId);
      if (claim.state === "answered") this.counters.judgements--;
      await this.reopenDecision(item.itemId, newest.id);
    } else item.skips -= 1;
    const expiresAt = now + queue.leaseMs;
    const isOpen = await this.openAgain(claim, item, expiresAt);
    await this.settle(item);
    return { ...accepted(answer), reopened: isOpen ? { claimId: claim.id, expiresAt } : null };
  }

  /** A new lease on the claim's own slot, or on the lowest free one; without a slot the answer that follows is late. */
  private async openAgain(claim: ClaimRow, item: ItemState, expiresAt: number): Promise<boolean> {
    const { queue, annotatorId } = this.at;
    if (claim.state === "answered") {
      await this.move(claim, { state: "active", expiresAt });
      return true;
    }
    const holders = await slotHolders(this.tx, { queueId: queue.id, itemIds: [item.itemId] });
    if (holders.some((one) => one.annotatorId === annotatorId)) return false;
    const taken = new Set(holders.map((one) => one.slot));
    const slot = Array.from({ length: item.slots }, (_, k) => k + 1).find((one) => !taken.has(one));
    if (slot === undefined) return false;
    await this.move(claim, { state: "active", slot, expiresAt });
    return true;
  }

  /** An undo of an answer that a decision had seen opens the item again. */
  private async reopenDecision(itemId: number, annotationId: number) {
    const last = (await adjudicationsOf(this.tx, { itemIds: [itemId] })).at(-1)?.adjudication;
    if (!last || last.decision === "reopened" || !last.seenAnnotations.includes(annotationId)) return;
    this.seq += 1;
    await insertAdjudication(this.tx, {
      projectId: this.at.projectId,
      seq: this.seq,
      itemId,
      version: last.version + 1,
      decision: "reopened",
      reason: "An answer that the decision had seen was taken back.",
      seenAnnotations: [],
      userId: this.at.userId,
      createdAt: this.at.now,
    });
  }

  private async move(claim: ClaimRow, set: Partial<Pick<ClaimRow, "state" | "slot" | "expiresAt">>) {
    if (!(await moveClaim(this.tx, { claimId: claim.id, from: claim.state, ...set })))
      throw new Error(`claim ${claim.id} is no longer ${claim.state}`);
    Object.assign(claim, set);
    this.claims.set(claim.id, claim);
  }

  private async append(
    answer: SubmittedAnswer,
    claim: ClaimRow,
    { late, supersedes }: { late: boolean; supersedes: number | null },
  ) {
    const named = answer.kind === "label" ? new Set(labelsNamed(answer.value)) : null;
    const retired = this.at.labels.some((label) => named?.has(label.key) && label.retiredAt !== null);
    this.seq += 1;
    const id = await insertAnnotation(this.tx, {
      projectId: this.at.projectId,
      seq: this.seq,
      itemId: answer.itemId,
      queueId: this.at.queue.id,
      claimId: claim.id,
      annotatorId: this.at.annotatorId,
      kind: answer.kind,
      value: answer.value,
      certainty: answer.certainty,
      channel: this.at.queue.layout,
      mode: claim.arm ?? "unknown",
      late,
      clientKey: answer.clientKey,
      clientTime: answer.clientTime,
      receivedAt: this.at.now,
      durationMs: answer.durationMs,
      supersedes,
      note: answer.kind === "flag" ? answer.note : retired ? "A label was retired after the item was claimed." : null,
    });
    // the same key twice in one batch is a repeat, too
    const [row] = await annotationsByKey(this.tx, { annotatorId: this.at.annotatorId, clientKeys: [answer.clientKey] });
    if (row) this.known.set(answer.clientKey, row);
    return id;
  }

  /** Derives slots, state and conflict of the item from its slot-holding answers, and keeps the queue's counters. */
  private async settle(item: ItemState) {
    const { queue } = this.at;
    const current = (await currentOfItems(this.tx, { itemIds: [item.itemId] })).filter(
      (row) => row.queueId === queue.id && !row.late,
    );
    const { overlapMin, overlapMax } = queue;
    const answers = current.map((row) => row.label);
    const { slots, done, inConflict } = slotsAfterAnswers({
      overlapMin,
      overlapMax,
      slots: item.slots,
      rule: this.at.rule,
      answers,
    });
    const state = done ? "done" : item.skips >= queue.overlapMin + 2 ? "attention" : "open";
    this.counters.done += Number(done) - Number(item.state === "done");
    this.counters.inConflict += Number(inConflict) - Number(item.inConflict);
    Object.assign(item, { slots, answers: answers.length, state, inConflict });
    const { queueId, itemId, skips } = item;
    await setQueueItem(this.tx, { queueId, itemId, slots, answers: answers.length, skips, state, inConflict });
  }
}
