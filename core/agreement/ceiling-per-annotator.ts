import type { VoteTable } from "../consensus/vote-table";
import type { Estimate } from "../statistics/estimate";
import { benjaminiYekutieli } from "../statistics/multiplicity";
import { studentUpperTail } from "../statistics/student-t";
import { eachWithReference } from "./leave-one-out-reference";

/** Fewer compared votes say nothing about one person. */
const MINIMUM_VOTES = 30;

export interface AnnotatorCeiling {
  annotator: number;
  human: Estimate;
  model: Estimate;
  /** Adjusted p-value of "the model is more than the margin worse than this person", small = refuted; undefined below 30 votes. */
  adjustedP: Estimate;
  /** Adjusted p at most .05. */
  isModelAsGood: boolean;
}

export interface AnnotatorCeilings {
  annotators: AnnotatorCeiling[];
  /** Share of the tested people whom the model can stand in for; at least 1/2 is the alternative annotator test. */
  winningShare: Estimate;
}

/**
 * The human ceiling person by person: could the model stand in for this annotator?
 *
 *     d = R(model) - R(vote) over the person's votes;  t = (mean d + margin) / (sd / sqrt n),  one-sided, n - 1 degrees of freedom
 *
 * R as in `humanCeiling`. The margin is what a person's answer costs more than a model's. Tests are made from 30 votes on; their
 * p-values are adjusted together (Benjamini-Yekutieli). Order: annotators ascending, those without a compared vote left out.
 *
 * Cost: O(sum of m_i K). Source: Calderon et al. (2025), The alternative annotator test, arXiv 2501.10970.
 */
export function ceilingPerAnnotator(
  table: VoteTable,
  predicted: ArrayLike<number>,
  { minOthers = 2, margin = 0.02 }: { minOthers?: number; margin?: number } = {},
): AnnotatorCeilings {
  const sums = Array.from({ length: table.annotators }, () => ({ n: 0, human: 0, model: 0, squares: 0 }));
  eachWithReference(table, predicted, minOthers, ({ item, annotator, label, winners }) => {
    const own = sums[annotator] as (typeof sums)[number];
    const share = (k: number) => (winners.includes(k) ? 1 / winners.length : 0);
    const [human, model] = [share(label), share(predicted[item] as number)];
    own.n++;
    own.human += human;
    own.model += model;
    own.squares += (model - human) ** 2;
  });
  const seen = sums.flatMap((own, annotator) => (own.n > 0 ? [{ annotator, ...own }] : []));
  const tested = seen.filter(({ n }) => n >= MINIMUM_VOTES);
  const adjusted = benjaminiYekutieli(tested.map((own) => pValue(own, margin)));
  const pOf = new Map(tested.map(({ annotator }, at) => [annotator, adjusted[at] as number]));
  const annotators = seen.map(({ annotator, n, human, model }): AnnotatorCeiling => {
    const p = pOf.get(annotator);
    return {
      annotator,
      human: { value: human / n, n, method: "agrees with the others" },
      model: { value: model / n, n, method: "agrees with the others" },
      adjustedP:
        p === undefined
          ? { undefinedBecause: "too few votes", n }
          : { value: p, n, method: "paired t test, Benjamini-Yekutieli" },
      isModelAsGood: p !== undefined && p <= 0.05,
    };
  });
  const won = annotators.filter(({ isModelAsGood }) => isModelAsGood).length;
  return {
    annotators,
    winningShare:
      tested.length === 0
        ? { undefinedBecause: "too few votes", n: 0 }
        : { value: won / tested.length, n: tested.length, method: "share of tested annotators" },
  };
}

function pValue(
  { n, human, model, squares }: { n: number; human: number; model: number; squares: number },
  margin: number,
): number {
  const mean = (model - human) / n;
  const variance = Math.max(0, (squares - n * mean * mean) / (n - 1));
  const shift = mean + margin;
  if (variance === 0) return shift > 0 ? 0 : 1;
  return studentUpperTail(shift / Math.sqrt(variance / n), n - 1);
}
