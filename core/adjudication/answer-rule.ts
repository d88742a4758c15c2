import { answerValue, labelsNamed } from "../annotation/answer-text";
import type { LabeledBox } from "../annotation/box";
import { isSameMarking } from "../annotation/box-matches";
import { multiLabelRule } from "../consensus/multi-label-rule";
import { ordinalRule } from "../consensus/ordinal-rule";
import type { Task } from "../label-set/label-set";
import { answerCounts } from "./answer-counts";

/** Boxes that overlap by this much are one box in two hands. */
const SAME_BOX_IOU = 0.5;

/** How answers are resolved; a tie is the lower of two middle answers one step apart. */
export type ResolutionMethod = "strict-majority" | "median" | "median-tie" | "per-label" | "adjudication-only";

export interface Tally {
  /** Answers per label, most frequent first (pairs, because a label key may be "__proto__"). */
  votes: [label: string, n: number][];
  /** Share of the answers per label, 0..1; empty where labels have none. */
  posterior: [label: string, share: number][];
  /** How divided the answers are, in nats; 0 without a conflict. Orders the conflicts. */
  entropy: number;
}

export interface Agreed {
  /** The answer in the form of `answerText`; null while the answers settle none. */
  label: string | null;
  method: ResolutionMethod;
}

/** What the answers on one item mean in a task: answers in the form of `answerText`, one per person. */
export interface AnswerRule {
  /** People part on the item, settled or not. */
  isInConflict(answers: readonly string[]): boolean;
  /** No conflict, and yet a further answer would settle what is open. */
  isUnsettled(answers: readonly string[]): boolean;
  /** @param isComplete no queue asks for a further answer. */
  agreed(answers: readonly string[], when: { minAnswers: number; isComplete: boolean }): Agreed;
  tally(answers: readonly string[]): Tally;
}

/**
 * The rule of a task.
 *
 * - single label: strict majority; conflict where answers differ, or where somebody says that two labels fit.
 * - ordinal: median (`ordinalRule`); conflict from two steps apart.
 * - multi-label: label by label (`multiLabelRule`); conflict where some label's share lies between .2 and .8.
 * - spans, boxes: adjudication only; conflict where spans differ, where boxes differ by F1 at IoU 0.5.
 *
 * @param labels keys in the order of the label set.
 */
export function answerRule(task: Task, labels: readonly string[]): AnswerRule {
  switch (task) {
    case "single-label":
      return singleLabel;
    case "ordinal":
      return ordinal(labels);
    case "multi-label":
      return multiLabel(labels);
    case "spans":
      return marks(differ);
    case "boxes":
      return marks((answers) => {
        const all = answers.map(boxesOf);
        return all.some((a, k) => all.slice(k + 1).some((b) => !isSameMarking(a, b, SAME_BOX_IOU)));
      });
  }
}

const isBoth = (answer: string) => answer.startsWith("{");
const differ = (answers: readonly string[]) => answers.some((answer) => answer !== answers[0]);

/** An answer that two labels fit is a vote for each, and half a share of each. */
function oneLabelTally(answers: readonly string[]): Tally {
  const named = answers.map((answer) => labelsNamed(answerValue(answer)));
  const votes = answerCounts(named.flat());
  const share = new Map<string, number>();
  for (const labels of named) for (const key of labels) share.set(key, (share.get(key) ?? 0) + 1 / labels.length);
  const posterior = votes.map(([key]): [string, number] => [key, (share.get(key) ?? 0) / answers.length]);
  return { votes, posterior, entropy: entropyOf(posterior.map(([, p]) => p)) };
}

const entropyOf = (shares: readonly number[]) =>
  Math.max(
    0,
    shares.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0),
  );

const singleLabel: AnswerRule = {
  isInConflict: (answers) => differ(answers) || answers.some(isBoth),
  isUnsettled: () => false,
  agreed(answers, { minAnswers }) {
    const [first] = answerCounts(answers);
    const isSettled = first && answers.length >= Math.max(1, minAnswers) && 2 * first[1] > answers.length;
    return { label: isSettled && !isBoth(first[0]) ? first[0] : null, method: "strict-majority" };
  },
  tally: oneLabelTally,
};

function ordinal(scale: readonly string[]): AnswerRule {
  const steps = (answers: readonly string[]) => answers.map((answer) => scale.indexOf(answer)).sort((a, b) => a - b);
  return {
    isInConflict(answers) {
      if (answers.some(isBoth)) return true;
      const sorted = steps(answers);
      return sorted.length > 0 && (sorted.at(-1) as number) - (sorted[0] as number) >= 2;
    },
    isUnsettled(answers) {
      const sorted = steps(answers);
      return sorted[Math.floor((sorted.length - 1) / 2)] !== sorted[Math.floor(sorted.length / 2)];
    },
    agreed(answers, { minAnswers, isComplete }) {
      const maxAnswers = isComplete ? answers.length : Number.POSITIVE_INFINITY;
      if (answers.some(isBoth)) return { label: null, method: "median" };
      const found = ordinalRule(steps(answers), { classes: scale.length, maxAnswers });
      if ("undefinedBecause" in found || found.label === null || answers.length < minAnswers)
        return { label: null, method: "median" };
      return { label: scale[found.label] ?? null, method: found.isTie ? "median-tie" : "median" };
    },
    tally: oneLabelTally,
  };
}

function multiLabel(order: readonly string[]): AnswerRule {
  const index = new Map(order.map((key, k) => [key, k]));
  const found = (answers: readonly string[]) =>
    multiLabelRule(
      answers.map((text) => {
        const value = answerValue(text);
        if (!("labels" in value)) throw new RangeError("not an answer of a multi-label task");
        const chosen = value.labels.flatMap((key) => index.get(key) ?? []);
        if (value.offered === undefined) return { chosen };
        // a label that was chosen was considered, whatever the page had offered
        const offered = new Set([...order.keys()].slice(0, value.offered).concat(chosen));
        return { chosen, offered: [...offered] };
      }),
      order.length,
    );
  return {
    isInConflict(answers) {
      const result = found(answers);
      return !("undefinedBecause" in result) && result.conflicts.length > 0;
    },
    isUnsettled: () => false,
    agreed(answers, { minAnswers }) {
      const result = found(answers);
      if ("undefinedBecause" in result || result.labels === null || answers.length < minAnswers)
        return { label: null, method: "per-label" };
      const labels = result.labels.map((k) => order[k] as string).sort();
      return { label: JSON.stringify({ labels }), method: "per-label" };
    },
    tally(answers) {
      const result = found(answers);
      if ("undefinedBecause" in result) return { votes: [], posterior: [], entropy: 0 };
      const posterior = result.posterior.flatMap((share, k): [string, number][] =>
        "value" in share && share.value > 0 ? [[order[k] as string, share.value]] : [],
      );
      const shareOf = (k: number) => {
        const share = result.posterior[k];
        return share && "value" in share ? share.value : 0;
      };
      return {
        votes: answerCounts(answers.flatMap((text) => labelsNamed(answerValue(text)))),
        posterior,
        // of the labels in conflict alone: one in five says nothing of a divide
        entropy: result.conflicts.reduce((sum, k) => sum + entropyOf([shareOf(k), 1 - shareOf(k)]), 0),
      };
    },
  };
}

/** Votes: how many answers mark a label at least once. */
function marks(isInConflict: (answers: readonly string[]) => boolean): AnswerRule {
  return {
    isInConflict,
    isUnsettled: () => false,
    agreed: () => ({ label: null, method: "adjudication-only" }),
    tally: (answers) => ({
      votes: answerCounts(answers.flatMap((text) => labelsNamed(answerValue(text)))),
      posterior: [],
      entropy: isInConflict(answers) ? entropyOf(answerCounts(answers).map(([, n]) => n / answers.length)) : 0,
    }),
  };
}

function boxesOf(text: string): readonly LabeledBox[] {
  const value = answerValue(text);
  return "boxes" in value ? value.boxes : [];
}
