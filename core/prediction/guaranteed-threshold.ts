import { exactUpperBound } from "../statistics/binomial-interval";
import type { ScoredPredictions } from "./calibration";
import { type RiskCoverage, riskCoverage } from "./selective-risk";

export interface GuaranteedThreshold {
  /** Accept predictions with at least this confidence. */
  threshold: number;
  covered: number;
  errors: number;
  /** Upper bound of the risk at this threshold. */
  upper: number;
  tests: number;
}

/** No threshold reaches the wanted risk with this sample. */
export interface NoThreshold {
  undefinedBecause: "no threshold" | "no items";
  n: number;
  /** Items that would be needed if none of them were wrong. */
  itemsNeeded: number;
}

export interface RiskWanted {
  /** r: accepted error rate among the covered, 0..1. */
  risk: number;
  /** 1 - confidence of the guarantee; default .05. */
  delta?: number;
}

/**
 * The lowest confidence from which on the error rate is at most r, with a guarantee for the sample size: fixed sequence.
 *
 *     coverages j/50, from the strictest on; passes while U(errors, covered, delta) <= r; the last pass before the first failure
 *
 * U the exact one-sided upper bound. Coverages of fewer than ceil(2 ln(1/delta) / r) items are skipped, so that one early error
 * does not end the sequence. P(true risk <= r) >= 1 - delta, if the labelled items are a random sample of what is coming, their
 * labels are right, and model and data do not drift: calibrate on the random audit sample, never on queue items.
 *
 * Undefined: "no items"; "no threshold" with the items that zero errors would need. Cost: O(N log N).
 * Source: fixed-sequence testing, Maurer, Hothorn & Lehmacher (1995).
 *
 * @example thresholdByFixedSequence(scored, { risk: 0.01 }) // threshold 0.8782519698, 9800 covered, 33 errors for MNIST
 */
export function thresholdByFixedSequence(
  scored: ScoredPredictions,
  { risk, delta = 0.05 }: RiskWanted,
): GuaranteedThreshold | NoThreshold {
  const n = scored.confidence.length;
  if (n === 0) return { undefinedBecause: "no items", n, itemsNeeded: itemsNeeded(risk, delta) };
  const curve = riskCoverage(scored);
  const least = Math.ceil((2 * Math.log(1 / delta)) / risk);
  let passed: GuaranteedThreshold | undefined;
  let tests = 0;
  for (let j = 1; j <= 50; j++) {
    const asked = Math.ceil((j * n) / 50);
    if (asked < least) continue;
    const step = curve.covered.findIndex((covered) => covered >= asked);
    const [covered, errors] = [curve.covered[step] as number, curve.errors[step] as number];
    const upper = exactUpperBound(errors, covered, delta);
    tests++;
    if (upper > risk) break;
    passed = { threshold: curve.threshold[step] as number, covered, errors, upper, tests };
  }
  return passed ? { ...passed, tests } : { undefinedBecause: "no threshold", n, itemsNeeded: itemsNeeded(risk, delta) };
}

/**
 * The same by selection with guaranteed risk (SGR): binary search over the sorted confidences, every test at delta / k.
 *
 * k = ceil(log2 N) tests (Bonferroni). The search never reaches full coverage: that is tested first, as one more test. Looser than
 * the fixed sequence almost everywhere. Same conditions and undefined cases. Cost: O(N log N).
 * Source: Geifman & El-Yaniv (2017), arXiv 1705.08500, algorithm 2.
 *
 * @param testsAll full coverage first, default true; false is the algorithm as published.
 * @example thresholdBySgr(scored, { risk: 0.02, testsAll: false }) // threshold 0.5965551138, 5478 covered, 82 errors for 20news
 */
export function thresholdBySgr(
  scored: ScoredPredictions,
  { risk, delta = 0.05, testsAll = true }: RiskWanted & { testsAll?: boolean },
): GuaranteedThreshold | NoThreshold {
  const n = scored.confidence.length;
  if (n === 0) return { undefinedBecause: "no items", n, itemsNeeded: itemsNeeded(risk, delta) };
  const curve = riskCoverage(scored);
  const sorted = scored.confidence.slice().sort();
  const searches = Math.max(1, Math.ceil(Math.log2(n)));
  const tests = searches + (testsAll ? 1 : 0);
  const at = (position: number) => testAt(curve, sorted[position] as number, delta / tests, tests);
  const all = testsAll ? at(0) : undefined;
  if (all && all.upper <= risk) return all;
  let [low, high] = [0, n - 1];
  let passed: GuaranteedThreshold | undefined;
  for (let step = 0; step < searches; step++) {
    const middle = Math.ceil((low + high) / 2);
    const result = at(middle);
    if (result.upper <= risk) {
      passed = result;
      high = middle;
    } else low = middle;
  }
  return passed ?? { undefinedBecause: "no threshold", n, itemsNeeded: itemsNeeded(risk, delta) };
}

function testAt(
  { threshold, covered, errors }: RiskCoverage,
  confidence: number,
  delta: number,
  tests: number,
): GuaranteedThreshold {
  let [low, high] = [0, threshold.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((threshold[middle] as number) > confidence) low = middle + 1;
    else high = middle;
  }
  const [n, wrong] = [covered[low] as number, errors[low] as number];
  return {
    threshold: threshold[low] as number,
    covered: n,
    errors: wrong,
    upper: exactUpperBound(wrong, n, delta),
    tests,
  };
}

function itemsNeeded(risk: number, delta: number): number {
  return Math.ceil(Math.log(delta) / Math.log1p(-risk));
}
