import type { VoteTable } from "../consensus/vote-table";
import type { Random } from "../random";
import { bootstrapPatterns, evaluate, type PatternSums, type Resampled } from "../statistics/bootstrap";
import type { Estimate, Undefined } from "../statistics/estimate";
import { type CeilingVerdict, ceilingVerdict, itemsNeeded } from "./ceiling-verdict";
import { eachWithReference } from "./leave-one-out-reference";

export interface HumanCeilingOptions {
  /** Other votes an item must have: 2 by default; 1 is allowed and to be flagged. */
  minOthers?: number;
  /** How much worse than people still counts as equal, 0..1: default .02, stated before looking. */
  margin?: number;
  /** Default 1000. */
  resamples?: number;
  random: Random;
}

/** People and a model against the same references. */
export interface CeilingComparison {
  /** H: a person agrees with the others, 0..1. */
  human: Estimate;
  /** M: the model agrees with the same others, 0..1. */
  model: Estimate;
  /** D = M - H, paired, -1..1. */
  difference: Estimate;
  verdict: CeilingVerdict;
  /** For "cannot tell": items with 80 % power if the true difference is 0. */
  itemsNeeded?: number;
  items: number;
  votes: number;
}

/**
 * Whether a model agrees with people as well as people agree with each other: "agrees with the others".
 *
 *     H = mean R(vote),  M = mean R(argmax model),  D = M - H
 *
 * over the votes with at least `minOthers` other votes on their item; R(k) = 1/t where k is among the t most frequent labels of
 * those others. Leave-one-out: a reference that contained the person's own vote would flatter people. H is closeness to a few
 * others, not accuracy; few votes make R noisy and pull H and M down alike. Use the random blind sample with a fixed overlap.
 *
 * Intervals: bootstrap over items, all votes of an item together (BCa, 95 %). Verdict: see `ceilingVerdict`.
 * Undefined: "no overlap" without such a vote. Cost: O(sum of m_i K + resamples x distinct items).
 * Source: Calderon et al. (2025), arXiv 2501.10970, for the leave-one-out comparison.
 *
 * @param table blind votes. @param predicted the model's label of each item, -1 where it has none.
 * @example humanCeiling(table, predicted, { random }) // difference 0.04568527919 for the 200 simulated items
 */
export function humanCeiling(
  table: VoteTable,
  predicted: ArrayLike<number>,
  { minOthers = 2, margin = 0.02, resamples = 1000, random }: HumanCeilingOptions,
): CeilingComparison | Undefined {
  const sums = new ItemSums(table.items);
  eachWithReference(table, predicted, minOthers, ({ item, label, winners }) =>
    sums.add(item, share(winners, label), share(winners, predicted[item] as number), 1),
  );
  return sums.compare({ margin, resamples, random, level: 0.95 });
}

/**
 * The same for each class: the votes whose reference is that class (tied references by shares).
 *
 * For C classes shown side by side the intervals have level 1 - .05/C (Bonferroni), so that picture and verdict agree.
 * Undefined for a class: "label not used" where no reference names it.
 */
export function humanCeilingByClass(
  table: VoteTable,
  predicted: ArrayLike<number>,
  { minOthers = 2, margin = 0.02, resamples = 1000, random }: HumanCeilingOptions,
): (CeilingComparison | Undefined)[] {
  const classes = Array.from({ length: table.classes }, () => new ItemSums(table.items));
  eachWithReference(table, predicted, minOthers, ({ item, label, winners }) => {
    for (const k of winners) {
      const weight = 1 / winners.length;
      classes[k]?.add(item, label === k ? weight : 0, predicted[item] === k ? weight : 0, weight);
    }
  });
  const level = 1 - 0.05 / table.classes;
  return classes.map((sums) => {
    const comparison = sums.compare({ margin, resamples, random, level });
    return "undefinedBecause" in comparison ? { undefinedBecause: "label not used", n: 0 } : comparison;
  });
}

function share(winners: readonly number[], label: number): number {
  return winners.includes(label) ? 1 / winners.length : 0;
}

/** Per item the sums of R(vote), R(model) and weight over its votes. */
class ItemSums {
  private readonly human: Float64Array;
  private readonly model: Float64Array;
  private readonly weight: Float64Array;
  private votes = 0;

  constructor(items: number) {
    this.human = new Float64Array(items);
    this.model = new Float64Array(items);
    this.weight = new Float64Array(items);
  }

  add(item: number, human: number, model: number, weight: number): void {
    this.human[item] = (this.human[item] as number) + human;
    this.model[item] = (this.model[item] as number) + model;
    this.weight[item] = (this.weight[item] as number) + weight;
    this.votes++;
  }

  compare({
    margin,
    resamples,
    random,
    level,
  }: {
    margin: number;
    resamples: number;
    random: Random;
    level: number;
  }): CeilingComparison | Undefined {
    if (this.votes === 0) return { undefinedBecause: "no overlap", n: 0 };
    const sums = this.patterns();
    const items = sums.multiplicity.length;
    const [human, model, difference] = [...evaluate(sums, sums.multiplicity)] as [number, number, number];
    const [ofHuman, ofModel, ofDifference] = bootstrapPatterns(sums, { resamples, level, random });
    const estimate = (value: number, resampled: Resampled | undefined, method: string): Estimate => ({
      value,
      ...(resampled?.low === undefined ? {} : { low: resampled.low, high: resampled.high as number }),
      n: this.votes,
      method: `${method}, ${level === 0.95 ? "95" : (100 * level).toFixed(2)} % bootstrap over items`,
    });
    const verdict = ceilingVerdict(ofDifference?.low, ofDifference?.high, margin);
    return {
      human: estimate(human, ofHuman, "agrees with the others"),
      model: estimate(model, ofModel, "agrees with the others"),
      difference: estimate(difference, ofDifference, "model - human, paired"),
      verdict,
      ...(verdict === "cannot tell" && ofDifference && items > 1
        ? { itemsNeeded: itemsNeeded(items, ofDifference.standardError, margin, level) }
        : {}),
      items,
      votes: this.votes,
    };
  }

  /** One pattern per item that has a vote with a reference. */
  private patterns(): PatternSums {
    const used = Array.from(this.weight.keys()).filter((item) => (this.weight[item] as number) > 0);
    return {
      multiplicity: new Int32Array(used.length).fill(1),
      start: Int32Array.from({ length: used.length + 1 }, (_, p) => 3 * p),
      index: Int32Array.from({ length: 3 * used.length }, (_, at) => at % 3),
      values: Float64Array.from(
        used.flatMap((item) => [this.human[item], this.model[item], this.weight[item]] as number[]),
      ),
      totals: 3,
      statistics: 3,
      finish(totals, out) {
        const [h, m, w] = [...totals] as [number, number, number];
        out[0] = h / w;
        out[1] = m / w;
        out[2] = (m - h) / w;
      },
    };
  }
}
