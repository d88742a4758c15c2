import { type RatingTable, ratingTable, type Vote, type VoteColumns } from "../annotation/ratings";
import { patternsOfTable, type VotePatterns } from "../annotation/vote-patterns";
import { createRandom } from "../random";
import { bootstrapPatterns, type PatternSums } from "../statistics/bootstrap";
import type { Estimate, Undefined } from "../statistics/estimate";
import { MINIMUM_ITEMS_FOR_INTERVAL, withInterval } from "../statistics/with-interval";
import { alphaSums } from "./alpha-sums";
import { brennanPrediger } from "./brennan-prediger";
import { chanceSums } from "./chance-sums";
import { clusteredSums } from "./clustered-sums";
import { cohenKappa } from "./cohen-kappa";
import { nominalSums } from "./coincidence";
import { type ConfusionPair, confusionPairs } from "./confusion-pairs";
import type { Distance } from "./distance";
import { fleissKappa } from "./fleiss-kappa";
import { gwetAc1 } from "./gwet-ac";
import { krippendorffAlpha } from "./krippendorff-alpha";
import { type LeaveOneOut, leaveOneOut } from "./leave-one-out";
import { type PairAgreement, pairTable } from "./pair-table";
import { type LabelAgreement, perLabel } from "./per-label";
import { percentAgreement } from "./percent-agreement";
import { scottPi } from "./scott-pi";
import { type AgreementWarning, agreementWarnings } from "./warnings";

/** Pairs beyond this many, those with the fewest shared items, are left out of a summary. */
const MOST_PAIRS = 2000;

/** Everything the agreement page shows of one set of votes on single labels; plain JSON. */
export interface AgreementSummary {
  classes: number;
  /** Items with at least one vote, with at least two, with exactly one (these carry no pair). */
  items: number;
  pairableItems: number;
  singles: number;
  /** One per (item, annotator). */
  votes: number;
  annotators: number;
  /** What the headline counts as disagreement; label pairs weigh alike in everything else. */
  distance: Distance;
  /** Headline: alpha, nominal unless asked otherwise, with a BCa interval from 50 pairable items on. */
  alpha: Estimate;
  percent: Estimate;
  fleiss: Estimate;
  ac1: Estimate;
  brennanPrediger: Estimate;
  /** Only for exactly two annotators. */
  cohen: Estimate;
  scott: Estimate;
  /** In label order. */
  perLabel: LabelAgreement[];
  pairs: PairAgreement[];
  pairsLeftOut: number;
  /** Label pairs that disagree, most items first. */
  confusions: ConfusionPair[];
  leaveOneOut: LeaveOneOut | Undefined;
  warnings: AgreementWarning[];
  resamples: number;
  seed: number;
}

/**
 * Measures agreement on single labels: coefficients with n and interval, per label, per pair, and what to be warned of.
 *
 * Which votes enter is the caller's rule: one question, one channel, blind, persons, slots 1 .. overlap_min only.
 * Does not depend on the order of votes; of several votes of one annotator on one item the last counts. The interval is
 * about new items with these annotators.
 *
 * Cost: O(votes + sum m_i^2 + resamples x patterns x labels).
 *
 * @param classes number of labels in the label set, at least 2. @param annotators if given, annotator indices must be below it.
 * @param labelNames for the words of the warnings. @param resamples default 1000. @param distance of the headline alpha:
 * ordinal for ordered labels. @param cluster group of an item: whole groups are resampled (alpha and percent agreement only).
 */
export function summarizeAgreement(
  votes: readonly Vote[] | VoteColumns,
  {
    classes,
    annotators,
    labelNames = [],
    resamples = 1000,
    distance = "nominal",
    cluster,
    seed,
  }: {
    classes: number;
    annotators?: number;
    labelNames?: readonly string[];
    resamples?: number;
    distance?: Distance;
    cluster?: (item: number) => number;
    seed: number;
  },
): AgreementSummary {
  const table = ratingTable(votes, classes);
  if (annotators !== undefined && table.annotator.some((annotator) => annotator >= annotators))
    throw new RangeError(`an annotator index is not below ${annotators}`);
  const patterns = patternsOfTable(table, classes);
  const hasInterval = patterns.pairableItems >= MINIMUM_ITEMS_FOR_INTERVAL;
  const resample = (sums: () => PatternSums) =>
    hasInterval ? bootstrapPatterns(sums(), { resamples, random: createRandom(seed) }) : [];
  const how = { resamples, unit: cluster ? "clusters" : "vote patterns" } as const;
  const nominal = resample(() => (cluster ? clusteredSums(table, { classes, cluster }) : nominalSums(patterns)));
  const headline =
    distance === "nominal"
      ? nominal
      : resample(() =>
          cluster ? clusteredSums(table, { classes, cluster, distance }) : alphaSums(patterns, distance),
        );
  const chance = cluster ? [] : resample(() => chanceSums(patterns));
  const alpha = withInterval(krippendorffAlpha(patterns, distance), headline[0], how);
  const percent = withInterval(percentAgreement(patterns), nominal[1], how);
  const ac1 = withInterval(gwetAc1(patterns), chance[1], how);
  const labels = perLabel(patterns).map((label) => ({
    ...label,
    alpha: withInterval(label.alpha, nominal[2 + label.label], how),
  }));
  const pairs = pairTable(table, classes);
  const undefinedShare = headline[0]?.undefinedShare ?? 0;
  return {
    ...sizes(table, patterns),
    distance,
    alpha,
    percent,
    fleiss: withInterval(fleissKappa(patterns), chance[0], how),
    ac1,
    brennanPrediger: withInterval(brennanPrediger(patterns), chance[2], how),
    ...ofTwo(table, classes),
    perLabel: labels,
    pairs: mostShared(pairs),
    pairsLeftOut: Math.max(0, pairs.length - MOST_PAIRS),
    confusions: confusionPairs(patterns),
    leaveOneOut: leaveOneOut(table, classes),
    warnings: agreementWarnings({
      pairableItems: patterns.pairableItems,
      alpha: krippendorffAlpha(patterns),
      ac1,
      percent,
      labels,
      labelNames,
      undefinedShare,
    }),
    resamples,
    seed,
  };
}

function sizes({ annotator }: RatingTable, { classes, items, pairableItems, singles }: VotePatterns) {
  return { classes, items, pairableItems, singles, votes: annotator.length, annotators: new Set(annotator).size };
}

function ofTwo({ start, annotator, label }: RatingTable, classes: number): { cohen: Estimate; scott: Estimate } {
  const people = new Set(annotator).size;
  if (people !== 2) {
    const none: Estimate = { undefinedBecause: "not two annotators", n: people };
    return { cohen: none, scott: none };
  }
  const counts = new Int32Array(classes * classes);
  for (let row = 0; row + 1 < start.length; row++) {
    const first = start[row] as number;
    if ((start[row + 1] as number) - first !== 2) continue;
    const cell = (label[first] as number) * classes + (label[first + 1] as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
  return { cohen: cohenKappa(counts, classes), scott: scottPi(counts, classes) };
}

function mostShared(pairs: PairAgreement[]): PairAgreement[] {
  if (pairs.length <= MOST_PAIRS) return pairs;
  const kept = new Set([...pairs].sort((a, b) => b.sharedItems - a.sharedItems).slice(0, MOST_PAIRS));
  return pairs.filter((pair) => kept.has(pair));
}
