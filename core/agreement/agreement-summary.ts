import { patternsOfTable, type RatingTable, ratingTable, type Vote, type VotePatterns } from "../annotation/ratings";
import { createRandom } from "../random";
import { bootstrapPatterns, type Resampled } from "../statistics/bootstrap";
import { type Estimate, isDefined, type Undefined } from "../statistics/estimate";
import { cohenKappa } from "./cohen-kappa";
import { nominalSums } from "./coincidence";
import { type ConfusionPair, confusionPairs } from "./confusion-pairs";
import { fleissKappa } from "./fleiss-kappa";
import { gwetAc1 } from "./gwet-ac";
import { krippendorffAlpha } from "./krippendorff-alpha";
import { type LeaveOneOut, leaveOneOut } from "./leave-one-out";
import { type PairAgreement, pairTable } from "./pair-table";
import { type LabelAgreement, perLabel } from "./per-label";
import { percentAgreement } from "./percent-agreement";
import { type AgreementWarning, agreementWarnings, MINIMUM_PAIRABLE_ITEMS } from "./warnings";

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
  /** Headline: nominal alpha with a BCa interval from 50 pairable items on. */
  alpha: Estimate;
  percent: Estimate;
  fleiss: Estimate;
  ac1: Estimate;
  /** Only for exactly two annotators. */
  cohen: Estimate;
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
 * @param labelNames for the words of the warnings. @param resamples default 1000.
 */
export function summarizeAgreement(
  votes: readonly Vote[],
  {
    classes,
    annotators,
    labelNames = [],
    resamples = 1000,
    seed,
  }: { classes: number; annotators?: number; labelNames?: readonly string[]; resamples?: number; seed: number },
): AgreementSummary {
  if (annotators !== undefined && votes.some((vote) => vote.annotator >= annotators))
    throw new RangeError(`an annotator index is not below ${annotators}`);
  const table = ratingTable(votes, classes);
  const patterns = patternsOfTable(table, classes);
  const resampled =
    patterns.pairableItems < MINIMUM_PAIRABLE_ITEMS
      ? []
      : bootstrapPatterns(nominalSums(patterns), { resamples, random: createRandom(seed) });
  const alpha = withInterval(krippendorffAlpha(patterns), resampled[0], resamples);
  const percent = withInterval(percentAgreement(patterns), resampled[1], resamples);
  const ac1 = gwetAc1(patterns);
  const labels = perLabel(patterns).map((label) => ({
    ...label,
    alpha: withInterval(label.alpha, resampled[2 + label.label], resamples),
  }));
  const pairs = pairTable(table, classes);
  const undefinedShare = resampled[0]?.undefinedShare ?? 0;
  return {
    ...sizes(table, patterns),
    alpha,
    percent,
    fleiss: fleissKappa(patterns),
    ac1,
    cohen: cohenOfTwo(table, classes),
    perLabel: labels,
    pairs: mostShared(pairs),
    pairsLeftOut: Math.max(0, pairs.length - MOST_PAIRS),
    confusions: confusionPairs(patterns),
    leaveOneOut: leaveOneOut(table, classes),
    warnings: agreementWarnings({
      pairableItems: patterns.pairableItems,
      alpha,
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

function withInterval(estimate: Estimate, resampled: Resampled | undefined, resamples: number): Estimate {
  if (!isDefined(estimate) || resampled?.low === undefined || resampled.high === undefined) return estimate;
  const method = `${estimate.method}; BCa interval over vote patterns, ${resamples} resamples`;
  return { ...estimate, low: resampled.low, high: resampled.high, method };
}

function cohenOfTwo({ start, annotator, label }: RatingTable, classes: number): Estimate {
  const people = new Set(annotator).size;
  if (people !== 2) return { undefinedBecause: "not two annotators", n: people };
  const counts = new Int32Array(classes * classes);
  for (let row = 0; row + 1 < start.length; row++) {
    const first = start[row] as number;
    if ((start[row + 1] as number) - first !== 2) continue;
    const cell = (label[first] as number) * classes + (label[first + 1] as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
  return cohenKappa(counts, classes);
}

function mostShared(pairs: PairAgreement[]): PairAgreement[] {
  if (pairs.length <= MOST_PAIRS) return pairs;
  const kept = new Set([...pairs].sort((a, b) => b.sharedItems - a.sharedItems).slice(0, MOST_PAIRS));
  return pairs.filter((pair) => kept.has(pair));
}
