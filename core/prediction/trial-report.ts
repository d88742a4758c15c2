import { wilson } from "../statistics/binomial-interval";
import type { Estimate } from "../statistics/estimate";
import { argmax } from "./probabilities";

/** One item that a model was tried on; `probs` in the order of the card's labels. */
export interface TriedItem {
  /** Key of the given label. */
  given: string | null;
  probs: ArrayLike<number>;
}

export interface TrialReport {
  n: number;
  /** Share of the items whose given label the model puts first; only items with a given label that the model knows. */
  accuracy: Estimate;
  /** Items by confidence, ten bins of equal width from 0 to 1. */
  histogram: number[];
  /** Given and predicted label where they differ, most frequent first. */
  confusions: { given: string; predicted: string | null; count: number }[];
  warnings: TrialWarning[];
}
/** saturated: nearly every item is certain; one-class: every item gets the same; not-better: not clearly better than guessing. */
export type TrialWarning = "saturated" | "one-class" | "not-better";

export const CONFIDENCE_BINS = 10;
const CERTAIN = 0.99;
const MOST_CERTAIN = 0.95;
/** With fewer items, all in one class is no sign of anything. */
const FEW = 8;

/**
 * What a trial run says of a model and its preparation, before it is stored. Accuracy alone hides a wrong input scale: the
 * order of the classes stays, and every confidence goes to 1.
 */
export function trialReport(items: readonly TriedItem[], labels: readonly (string | null)[]): TrialReport {
  const tried = items.map(({ given, probs }) => {
    const best = argmax(probs);
    return { given, predicted: labels[best] ?? null, best, confidence: probs[best] ?? 0 };
  });
  const comparable = tried.filter(({ given }) => given !== null && labels.includes(given));
  const right = comparable.filter(({ given, predicted }) => given === predicted).length;
  const histogram = Array.from({ length: CONFIDENCE_BINS }, () => 0);
  for (const { confidence } of tried) {
    const bin = Math.min(CONFIDENCE_BINS - 1, Math.floor(confidence * CONFIDENCE_BINS));
    histogram[bin] = (histogram[bin] ?? 0) + 1;
  }
  const accuracy = wilson(right, comparable.length);
  const warnings: TrialWarning[] = [];
  const certain = tried.filter(({ confidence }) => confidence > CERTAIN).length;
  if (tried.length >= FEW && certain > MOST_CERTAIN * tried.length) warnings.push("saturated");
  const givens = new Set(comparable.map(({ given }) => given));
  if (tried.length >= FEW && givens.size > 1 && new Set(tried.map(({ best }) => best)).size === 1)
    warnings.push("one-class");
  const known = labels.filter((label) => label !== null).length;
  if ("value" in accuracy && comparable.length >= FEW && (accuracy.low ?? 0) <= 1 / known) warnings.push("not-better");
  return { n: tried.length, accuracy, histogram, confusions: confusionsOf(comparable), warnings };
}

function confusionsOf(items: readonly { given: string | null; predicted: string | null }[]) {
  const counts = new Map<string, TrialReport["confusions"][number]>();
  for (const { given, predicted } of items) {
    if (given === null || given === predicted) continue;
    const key = `${given} ${predicted}`;
    const one = counts.get(key) ?? { given, predicted, count: 0 };
    counts.set(key, { ...one, count: one.count + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.given < b.given ? -1 : 1));
}

/** Which of several preparations to take: the most accurate, and among equals one that is not certain of everything. */
export function bestTrial(reports: readonly TrialReport[]): number {
  const rank = ({ accuracy, warnings }: TrialReport) =>
    ("value" in accuracy ? accuracy.value : 0) -
    (warnings.includes("saturated") ? 0.05 : 0) -
    (warnings.includes("one-class") ? 1 : 0);
  return reports.reduce((best, report, k) => (rank(report) > rank(reports[best] ?? report) ? k : best), 0);
}
