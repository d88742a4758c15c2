import { type RatingTable, ratingTable, type VoteColumns } from "../annotation/ratings";
import { patternsOfTable, type VotePatterns } from "../annotation/vote-patterns";
import { createRandom } from "../random";
import { bootstrapPatterns, type PatternSums } from "../statistics/bootstrap";
import type { Estimate } from "../statistics/estimate";
import { ascendingOrder } from "../statistics/ranks";
import { MINIMUM_ITEMS_FOR_INTERVAL, withInterval } from "../statistics/with-interval";
import { alphaSums } from "./alpha-sums";
import { brennanPrediger } from "./brennan-prediger";
import { chanceSums } from "./chance-sums";
import { nominalSums } from "./coincidence";
import type { Distance } from "./distance";
import { fleissKappa } from "./fleiss-kappa";
import { gwetAc1 } from "./gwet-ac";
import { krippendorffAlpha } from "./krippendorff-alpha";
import { type PairAgreement, pairTable } from "./pair-table";
import { type LabelAgreement, perLabel } from "./per-label";
import { percentAgreement } from "./percent-agreement";
import { type AgreementWarning, agreementWarnings } from "./warnings";

/** Agreement of a file of votes; labels and annotators by index. */
export interface VotesAgreement {
  items: number;
  pairableItems: number;
  singles: number;
  votes: number;
  alpha: Estimate;
  percent: Estimate;
  fleiss: Estimate;
  ac1: Estimate;
  brennanPrediger: Estimate;
  perLabel: LabelAgreement[];
  pairs: PairAgreement[] | undefined;
  warnings: AgreementWarning[];
}

/** More labels than this are numbers or free text: their own intervals would say nothing. */
const MOST_LABELS_WITH_INTERVAL = 200;
/** Ratio distance sums over every pair of values in each resample. */
const MOST_RATIO_VALUES = 2000;

/**
 * Agreement of votes in columns: alpha under any metric and the nominal coefficients, with BCa intervals from 50 pairable items on.
 *
 * Cost: O(votes + resamples x entries of the patterns), pairs O(sum m_i^2).
 *
 * @param labelNames one per label; their number is K. @param values of the labels: their order for ordinal, numbers for interval and ratio.
 * @param resamples 0 for no intervals.
 */
export function votesAgreement(
  votes: VoteColumns,
  {
    labelNames,
    distance = "nominal",
    values,
    resamples = 1000,
    seed,
    hasPairs = false,
  }: {
    labelNames: readonly string[];
    distance?: Distance;
    values?: readonly number[];
    resamples?: number;
    seed: number;
    hasPairs?: boolean;
  },
): VotesAgreement {
  const classes = labelNames.length;
  const table = ratingTable(votes, classes);
  const patterns = patternsOfTable(table, classes);
  const isResampled = resamples > 0 && patterns.pairableItems >= MINIMUM_ITEMS_FOR_INTERVAL;
  const resample = (sums: () => PatternSums) =>
    isResampled ? bootstrapPatterns(sums(), { resamples, random: createRandom(seed) }) : [];
  const how = { resamples, unit: "vote patterns" } as const;
  const nominal = resample(() => nominalSums(patterns, { isPerLabel: classes <= MOST_LABELS_WITH_INTERVAL }));
  const chance = classes < 2 ? [] : resample(() => chanceSums(patterns));
  const scaled = distance === "nominal" ? { patterns, values } : onScale(table, patterns, distance, values);
  const isTooLarge = distance === "ratio" && classes > MOST_RATIO_VALUES;
  const headline =
    distance === "nominal" || isTooLarge
      ? nominal
      : resample(() => alphaSums(scaled.patterns, distance, scaled.values));
  const alpha = krippendorffAlpha(scaled.patterns, distance, scaled.values);
  // how often one number occurs says nothing about numbers
  const isNumeric = distance === "interval" || distance === "ratio";
  const percent = withInterval(percentAgreement(patterns), nominal[1], how);
  const ac1 = classes < 2 ? noVariation(patterns) : withInterval(gwetAc1(patterns), chance[1], how);
  const labels = perLabel(patterns).map((label) => ({
    ...label,
    alpha: withInterval(label.alpha, nominal[2 + label.label], how),
  }));
  return {
    items: patterns.items,
    pairableItems: patterns.pairableItems,
    singles: patterns.singles,
    votes: table.annotator.length,
    alpha: isTooLarge ? alpha : withInterval(alpha, headline[0], how),
    percent,
    fleiss: withInterval(fleissKappa(patterns), chance[0], how),
    ac1,
    brennanPrediger: classes < 2 ? noVariation(patterns) : withInterval(brennanPrediger(patterns), chance[2], how),
    perLabel: labels,
    pairs: hasPairs ? pairTable(table, classes) : undefined,
    warnings: agreementWarnings({
      pairableItems: patterns.pairableItems,
      alpha: krippendorffAlpha(patterns),
      ac1,
      percent,
      labels,
      labelNames,
      undefinedShare: headline[0]?.undefinedShare ?? 0,
    }).filter(({ code }) => !(isNumeric && (code === "prevalence" || code === "rare-label"))),
  };
}

/** One label in all: chance cannot be told from agreement. */
function noVariation({ pairableItems: n }: VotePatterns): Estimate {
  return { undefinedBecause: n === 0 ? "no overlap" : "no variation", n };
}

/** For ordinal distance the same votes with the labels in the order of their values; otherwise as they are. */
function onScale(
  table: RatingTable,
  patterns: VotePatterns,
  distance: Distance,
  values: readonly number[] | undefined,
): { patterns: VotePatterns; values: readonly number[] | undefined } {
  if (distance !== "ordinal" || !values) return { patterns, values };
  const rank = new Int32Array(values.length);
  ascendingOrder(values).forEach((label, place) => {
    rank[label] = place;
  });
  const label = table.label.map((own) => rank[own] as number);
  return { patterns: patternsOfTable({ ...table, label }, values.length), values: undefined };
}
