import { ordinalRule } from "../consensus/ordinal-rule";
import { answerCounts, isInConflict } from "./conflict";

export type ItemStatus = "untouched" | "in-review" | "agreed" | "corrected" | "disputed" | "undecidable" | "excluded";

/** A person's decision on an item; it stands above every answer. */
export type Adjudication = { label: string } | { decision: "undecidable" | "exclude" };

/** Where the resolved label comes from; null where the item has none. */
export type LabelSource = "adjudication" | "consensus" | "given";

/** How answers are resolved; a tie is the lower of two middle answers one step apart. */
export type ResolutionMethod = "strict-majority" | "median" | "median-tie";

export interface ItemEvidence {
  given: string | null;
  /** The current answers, one label key per person. */
  answers: readonly string[];
  adjudication: Adjudication | null;
  /** Set aside by a manager, with a reason kept elsewhere. */
  excluded: boolean;
  /** How many current answers a consensus needs: at least 1, default 2. */
  minAnswers?: number;
  /** Ordered labels: keys in their order, and whether no queue asks for a further answer. */
  scale?: { labels: readonly string[]; isComplete: boolean } | null;
}

export interface ItemState {
  label: string | null;
  source: LabelSource | null;
  status: ItemStatus;
  method: ResolutionMethod;
  /** Answers per label, most frequent first (pairs, because a label key may be "__proto__"). */
  votes: [label: string, n: number][];
  /** The same as shares of the answers, 0..1. */
  posterior: [label: string, share: number][];
  inConflict: boolean;
}

/**
 * The resolved label and the status of an item with one label.
 *
 * Label: the adjudication if there is one; else the label that more than half of at least `minAnswers` current answers
 * name, on an ordered scale their median (`ordinalRule`); else the given label. Undecidable and excluded items have none.
 *
 * Status: excluded and undecidable by decision; agreed or corrected once the label is resolved by people (corrected:
 * it differs from the given one); else untouched (no answers), disputed (answers differ), in-review.
 *
 * Cost: O(answers).
 *
 * @example itemState({ given: "cat", answers: ["dog", "dog"], adjudication: null, excluded: false }).status // "corrected"
 */
export function itemState(evidence: ItemEvidence): ItemState {
  const { given, answers, adjudication, excluded, minAnswers = 2, scale = null } = evidence;
  const votes = answerCounts(answers);
  const agreed = scale ? median(answers, minAnswers, scale) : strictMajority(votes, answers.length, minAnswers);
  const state = {
    method: agreed.method,
    votes,
    posterior: votes.map(([label, n]): [string, number] => [label, n / answers.length]),
    inConflict: isInConflict(answers, scale?.labels),
  };
  const decided = (label: string, source: LabelSource): ItemState => ({
    ...state,
    label,
    source,
    status: given === null || given === label ? "agreed" : "corrected",
  });
  if (excluded || isDecision(adjudication, "exclude"))
    return { ...state, label: null, source: null, status: "excluded" };
  if (isDecision(adjudication, "undecidable")) return { ...state, label: null, source: null, status: "undecidable" };
  if (adjudication && "label" in adjudication) return decided(adjudication.label, "adjudication");
  if (agreed.label !== null) return decided(agreed.label, "consensus");
  const status = answers.length === 0 ? "untouched" : state.inConflict ? "disputed" : "in-review";
  return { ...state, label: given, source: given === null ? null : "given", status };
}

function isDecision(adjudication: Adjudication | null, decision: "undecidable" | "exclude"): boolean {
  return adjudication !== null && "decision" in adjudication && adjudication.decision === decision;
}

type Agreed = { label: string | null; method: ResolutionMethod };

function median(
  answers: readonly string[],
  minAnswers: number,
  { labels, isComplete }: NonNullable<ItemEvidence["scale"]>,
): Agreed {
  const maxAnswers = isComplete ? answers.length : Number.POSITIVE_INFINITY;
  const steps = answers.map((answer) => labels.indexOf(answer));
  const found = ordinalRule(steps, { classes: labels.length, maxAnswers });
  if ("undefinedBecause" in found || found.label === null || answers.length < minAnswers)
    return { label: null, method: "median" };
  return { label: labels[found.label] ?? null, method: found.isTie ? "median-tie" : "median" };
}

function strictMajority(votes: readonly [string, number][], answers: number, minAnswers: number): Agreed {
  const [first] = votes;
  const isSettled = first && answers >= Math.max(1, minAnswers) && 2 * first[1] > answers;
  return { label: isSettled ? first[0] : null, method: "strict-majority" };
}
