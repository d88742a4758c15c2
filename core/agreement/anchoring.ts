import type { Random } from "../random";
import { quantile } from "../statistics/bootstrap";
import type { Estimate } from "../statistics/estimate";
import { minimumDetectableEffect } from "./anchoring-power";
import { type AnchoringEffectName, type Judgements, RandomisedSample } from "./anchoring-sample";
import { stratifiedDifference } from "./stratified-difference";

export interface AnchoringEffect {
  estimate: Estimate;
  /** With 80 % power; absent without an estimate. */
  minimumDetectableEffect?: number;
  /** False: not enough blind votes to tell, the estimate is below the detectable effect. */
  isTelling: boolean;
}

export interface Anchoring {
  /** Share of right answers, assisted - blind: the headline with `secondsSaved`. */
  netAccuracy: AnchoringEffect;
  /** Median active seconds, blind - assisted: positive = the suggestion saves time. */
  secondsSaved: AnchoringEffect;
  /** A: answers equal to the suggestion, assisted - blind; positive = pulled. Mixes help and harm. */
  pull: AnchoringEffect;
  /** A where the suggestion is wrong. Conditions on the outcome. */
  overReliance: AnchoringEffect;
  /** A where the suggestion is right. Conditions on the outcome. */
  benefit: AnchoringEffect;
  /** Judgements with 0 < arm probability < 1. */
  judgements: number;
  /** Of `pull`: strata with an empty arm and their judgements. */
  leftOutStrata: number;
  leftOutJudgements: number;
}

/**
 * Whether a shown suggestion pulls people: effects of a randomised suggestion, analysed as assigned.
 *
 *     A = sum_h w_h [P(answer = suggestion | assisted) - P(answer = suggestion | blind)]
 *
 * Strata h: predicted class x confidence bin, w_h their share of the judgements; within arm and stratum a judgement weighs
 * 1 / armProbability. Only judgements with 0 < armProbability < 1 enter. Shares -1..1, seconds in seconds.
 *
 * Interval: 95 % percentile bootstrap over items. With 10 or more annotators it is widened to the variance
 * V_items + V_annotators - V_judgements of the three bootstraps; multiplying the weights of both factors would be far too wide.
 * Undefined: "arm without judgements". Cost: O(resamples x judgements).
 * Source: Horvitz & Thompson (1952), JASA 47, for the weights; Cameron, Gelbach & Miller (2011), JBES 29, for two factors.
 *
 * @param resamples default 1000.
 * @example anchoring(judgements, { random }).pull.estimate // 0.1833333333 for the two strata of STATISTICS 9
 */
export function anchoring(
  judgements: Judgements,
  { resamples = 1000, random }: { resamples?: number; random: Random },
): Anchoring {
  const sample = new RandomisedSample(judgements);
  const own = sample.effects(() => 1);
  const overItems = sample.resample("item", resamples, random);
  const [overAnnotators, overJudgements] = sample.resamplesAnnotators
    ? [sample.resample("annotator", resamples, random), sample.resample("judgements", resamples, random)]
    : [[], []];
  const effect = (name: AnchoringEffectName, method: string): AnchoringEffect => {
    const value = own[name];
    const of = (replicates: typeof overItems) =>
      Float64Array.from(replicates.flatMap((each) => each[name] ?? [])).sort();
    const [items, annotators, judged] = [of(overItems), of(overAnnotators), of(overJudgements)];
    const n = sample.size;
    if (value === undefined) return { estimate: { undefinedBecause: "arm without judgements", n }, isTelling: false };
    const spread = variance(items);
    const both = Math.max(spread, spread + variance(annotators) - variance(judged));
    const widening = spread > 0 ? Math.sqrt(both / spread) : 1;
    const isStable = items.length >= 0.95 * resamples;
    const limit = (share: number) => value + widening * (quantile(items, share) - value);
    const detectable = minimumDetectableEffect(Math.sqrt(both));
    return {
      estimate: {
        value,
        ...(isStable ? { low: limit(0.025), high: limit(0.975) } : {}),
        n,
        method: `${method}, 95 % bootstrap over ${sample.resamplesAnnotators ? "items and annotators" : "items"}`,
      },
      minimumDetectableEffect: detectable,
      isTelling: isStable && Math.abs(value) >= detectable,
    };
  };
  const { leftOutStrata, leftOutJudgements } = stratifiedDifference(sample.strata("pull", () => 1));
  return {
    netAccuracy: effect("netAccuracy", "share of right answers, assisted - blind"),
    secondsSaved: effect("secondsSaved", "median active seconds, blind - assisted"),
    pull: effect("pull", "answers equal to the suggestion, assisted - blind"),
    overReliance: effect("overReliance", "wrong suggestions accepted, assisted - blind"),
    benefit: effect("benefit", "right suggestions accepted, assisted - blind"),
    judgements: sample.size,
    leftOutStrata,
    leftOutJudgements,
  };
}

function variance(values: Float64Array): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
