import { LargestItems } from "../statistics/largest-items";
import { ascendingOrder, roundHalfEven } from "../statistics/ranks";
import { type ConfidentJoint, confidentJoint } from "./confident-joint";
import { labelQuality } from "./label-quality";

export type IssueFilter =
  | "prune_by_noise_rate"
  | "prune_by_class"
  | "both"
  | "confident_learning"
  | "predicted_neq_given"
  | "low_self_confidence"
  | "low_normalized_margin";

/**
 * The items whose given label is suspected to be wrong, as indices in ascending order.
 *
 * prune_by_noise_rate (default): for each cell (given a, true b) of the calibrated joint the items of a with the largest
 * p_b - p_a, as many as the cell counts; prune_by_class: for each a the n_a - c[a][a] items with the smallest p_a; both: in
 * both; confident_learning: a guess other than the given label; predicted_neq_given: argmax other than the given label;
 * low_*: as many items with the lowest score as confident_learning finds.
 *
 * All but the last two keep an item only if argmax(p + 1e-6 at the given label) is not the given label. Ties by item order. "Suspected", never "wrong": half or more can be false.
 *
 * Cost: O(N K) and O(N log quota) per cell with a quota. Source: Northcutt, Jiang & Chuang (2021), JAIR 70, section 3.2.
 *
 * @param joint of the same probs and given labels, where it is at hand already.
 */
export function labelIssues(
  probs: Float32Array | Float64Array,
  given: ArrayLike<number>,
  classes: number,
  filter: IssueFilter = "prune_by_noise_rate",
  joint: ConfidentJoint = confidentJoint(probs, given, classes),
): Int32Array {
  if (filter === "low_self_confidence" || filter === "low_normalized_margin") {
    const size = labelIssues(probs, given, classes, "confident_learning", joint).length;
    const quality = labelQuality(probs, given, classes);
    const score = filter === "low_self_confidence" ? quality.selfConfidence : quality.normalizedMargin;
    return ascendingOrder(score).slice(0, size).sort();
  }
  const isIssue = candidates(probs, given, joint, filter);
  const found: number[] = [];
  for (let i = 0; i < given.length; i++)
    if (isIssue[i] && isPredictedOther(probs, i, given[i] as number, classes, SLACK)) found.push(i);
  return Int32Array.from(found);
}

/** The first part of a ranked issue list: round-half-even(share x size) items. */
export function shareOfIssues<T>(ranked: readonly T[], share: number): T[] {
  return ranked.slice(0, roundHalfEven(share * ranked.length));
}

const SLACK = 1e-6;

function candidates(
  probs: Float32Array | Float64Array,
  given: ArrayLike<number>,
  joint: ConfidentJoint,
  filter: Exclude<IssueFilter, "low_self_confidence" | "low_normalized_margin">,
): Uint8Array {
  const { classes, guesses } = joint;
  if (filter === "prune_by_noise_rate") return pruneByNoiseRate(probs, given, joint);
  if (filter === "prune_by_class") return pruneByClass(probs, given, joint);
  if (filter === "both") {
    const byClass = pruneByClass(probs, given, joint);
    return pruneByNoiseRate(probs, given, joint).map((flag, i) => flag & (byClass[i] as number));
  }
  if (filter === "confident_learning")
    return Uint8Array.from(given, (label, i) => ((guesses[i] as number) >= 0 && guesses[i] !== label ? 1 : 0));
  return Uint8Array.from(given, (label, i) => (isPredictedOther(probs, i, label, classes, 0) ? 1 : 0));
}

/** Whether another label is the argmax once `bonus` is added to the given one; ties to the lowest index. */
function isPredictedOther(
  probs: Float32Array | Float64Array,
  item: number,
  given: number,
  classes: number,
  bonus: number,
): boolean {
  const first = item * classes;
  const own = (probs[first + given] as number) + bonus;
  for (let k = 0; k < classes; k++) {
    const p = probs[first + k] as number;
    if (k !== given && (p > own || (p === own && k < given))) return true;
  }
  return false;
}

function pruneByNoiseRate(
  probs: Float32Array | Float64Array,
  given: ArrayLike<number>,
  joint: ConfidentJoint,
): Uint8Array {
  const { classes, givenCounts } = joint;
  const quotas = issueQuotas(joint);
  // the cells of row a stand at start[a] .. start[a + 1] - 1; floor: what a score must exceed to enter a full cell
  const start = new Int32Array(classes + 1);
  const others: number[] = [];
  const largest: LargestItems[] = [];
  for (let a = 0; a < classes; a++) {
    for (let b = 0; b < classes; b++) {
      const quota = quotas[a * classes + b] as number;
      if (b === a || quota <= 0 || (givenCounts[a] as number) <= 1) continue;
      others.push(b);
      largest.push(new LargestItems(quota));
    }
    start[a + 1] = others.length;
  }
  const other = Int32Array.from(others);
  const floor = new Float64Array(others.length).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0, first = 0; i < given.length; i++, first += classes) {
    const label = given[i] as number;
    const own = probs[first + label] as number;
    const end = start[label + 1] as number;
    for (let cell = start[label] as number; cell < end; cell++) {
      const score = (probs[first + (other[cell] as number)] as number) - own;
      if (score > (floor[cell] as number)) floor[cell] = (largest[cell] as LargestItems).offer(i, score);
    }
  }
  const flags = new Uint8Array(given.length);
  for (const cell of largest) for (const i of cell.items()) flags[i] = 1;
  return flags;
}

function pruneByClass(probs: Float32Array | Float64Array, given: ArrayLike<number>, joint: ConfidentJoint): Uint8Array {
  const { classes, givenCounts } = joint;
  const quotas = issueQuotas(joint);
  const lowest = Array.from(
    givenCounts,
    (n, a) => new LargestItems(n > 1 ? n - (quotas[a * classes + a] as number) : 0),
  );
  for (let i = 0; i < given.length; i++) {
    const label = given[i] as number;
    (lowest[label] as LargestItems).offer(i, -(probs[i * classes + label] as number));
  }
  const flags = new Uint8Array(given.length);
  for (const items of lowest) for (const i of items.items()) flags[i] = 1;
  return flags;
}

/** The calibrated joint with a diagonal of at least 1: a deficit shrinks the row's other non-zero cells equally (truncated). */
function issueQuotas({ calibrated, classes, givenCounts }: ConfidentJoint): Float64Array {
  const quotas = calibrated.slice();
  for (let a = 0; a < classes; a++) {
    if ((givenCounts[a] as number) === 0 || (quotas[a * classes + a] as number) >= 1) continue;
    const row = quotas.subarray(a * classes, (a + 1) * classes);
    const others = row.reduce((count, quota) => count + (quota > 0 ? 1 : 0), 0);
    row.forEach((quota, b) => {
      row[b] = Math.max(0, Math.trunc(quota - 1 / others));
    });
    row[a] = 1;
  }
  return quotas;
}
