import { answerCounts, isInConflict } from "./conflict";

export type ItemStatus = "untouched" | "in-review" | "agreed" | "corrected" | "disputed" | "undecidable" | "excluded";

/** A person's decision on an item; it stands above every answer. */
export type Adjudication = { label: string } | { decision: "undecidable" | "exclude" };

/** Where the resolved label comes from; null where the item has none. */
export type LabelSource = "adjudication" | "consensus" | "given";

export interface ItemEvidence {
  given: string | null;
  /** The current answers, one label key per person. */
  answers: readonly string[];
  adjudication: Adjudication | null;
  /** Set aside by a manager, with a reason kept elsewhere. */
  excluded: boolean;
  /** How many current answers a consensus needs: at least 1, default 2. */
  minAnswers?: number;
}

export interface ItemState {
  label: string | null;
  source: LabelSource | null;
  status: ItemStatus;
  method: "strict-majority";
  /** Answers per label, most frequent first (pairs, because a label key may be "__proto__"). */
  votes: [label: string, n: number][];
  /** The same as shares of the answers, 0..1. */
  posterior: [label: string, share: number][];
  inConflict: boolean;
}

/**
 * The resolved label and the status of a single-label item.
 *
 * Label: the adjudication if there is one; else the label that more than half of at least `minAnswers` current answers
 * name; else the given label. Undecidable and excluded items have none.
 *
 * Status: excluded and undecidable by decision; agreed or corrected once the label is resolved by people (corrected:
 * it differs from the given one); else untouched (no answers), disputed (answers differ), in-review.
 *
 * Cost: O(answers).
 *
 * @example itemState({ given: "cat", answers: ["dog", "dog"], adjudication: null, excluded: false }).status // "corrected"
 */
export function itemState({ given, answers, adjudication, excluded, minAnswers = 2 }: ItemEvidence): ItemState {
  const votes = answerCounts(answers);
  const state = {
    method: "strict-majority" as const,
    votes,
    posterior: votes.map(([label, n]): [string, number] => [label, n / answers.length]),
    inConflict: isInConflict(answers),
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
  const majority = strictMajority(votes, answers.length, minAnswers);
  if (majority !== null) return decided(majority, "consensus");
  const status = answers.length === 0 ? "untouched" : state.inConflict ? "disputed" : "in-review";
  return { ...state, label: given, source: given === null ? null : "given", status };
}

function isDecision(adjudication: Adjudication | null, decision: "undecidable" | "exclude"): boolean {
  return adjudication !== null && "decision" in adjudication && adjudication.decision === decision;
}

function strictMajority(votes: readonly [string, number][], answers: number, minAnswers: number): string | null {
  const [first] = votes;
  return first && answers >= Math.max(1, minAnswers) && 2 * first[1] > answers ? first[0] : null;
}
