import { type AnswerRule, answerRule, type ResolutionMethod } from "./answer-rule";

export type ItemStatus = "untouched" | "in-review" | "agreed" | "corrected" | "disputed" | "undecidable" | "excluded";

/** A person's decision on an item; it stands above every answer. */
export type Adjudication = { label: string } | { decision: "undecidable" | "exclude" };

/** Where the resolved label comes from; null where the item has none. */
export type LabelSource = "adjudication" | "consensus" | "given";

export interface ItemEvidence {
  /** Answers, here and below, in the form of `answerText`. */
  given: string | null;
  /** The current answers, one per person. */
  answers: readonly string[];
  adjudication: Adjudication | null;
  /** Set aside by a manager, with a reason kept elsewhere. */
  excluded: boolean;
  /** How many current answers a consensus needs: at least 1, default 2. */
  minAnswers?: number;
  /** Of the task; absent: one label, no order. */
  rule?: AnswerRule;
  /** No queue asks for a further answer. */
  isComplete?: boolean;
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
  /** How divided the answers are, in nats; 0 without a conflict. */
  entropy: number;
  inConflict: boolean;
}

const oneLabel = answerRule("single-label", []);

/**
 * The resolved label and the status of an item.
 *
 * Label: the adjudication if there is one; else what at least `minAnswers` current answers agree on by the rule of the
 * task (`answerRule`); else the given label. Undecidable and excluded items have none.
 *
 * Status: excluded and undecidable by decision; agreed or corrected once the label is resolved by people (corrected:
 * it differs from the given one); else untouched (no answers), disputed (answers differ), in-review.
 *
 * Cost: O(answers).
 *
 * @example itemState({ given: "cat", answers: ["dog", "dog"], adjudication: null, excluded: false }).status // "corrected"
 */
export function itemState(evidence: ItemEvidence): ItemState {
  const { given, answers, adjudication, excluded, minAnswers = 2 } = evidence;
  const { rule = oneLabel, isComplete = false } = evidence;
  const agreed = rule.agreed(answers, { minAnswers, isComplete });
  const state = { method: agreed.method, ...rule.tally(answers), inConflict: rule.isInConflict(answers) };
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
