import type { Estimate, UndefinedReason } from "@/core/statistics/estimate";

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** @example formatCount(60000) // "60,000" */
/** What the items of a project are, in words. */
export const MEDIA_NAMES = { image: "images", text: "texts", audio: "recordings", table: "table rows" } as const;

export const formatCount = (n: number) => whole.format(n);

/** @example formatShare(0.0372) // "3.7 %" */
export const formatShare = (share: number, digits = 1) => `${(share * 100).toFixed(digits)} %`;

/** @example formatNumber(-0.5) // "−0.50" */
export const formatNumber = (value: number, digits = 2) => value.toFixed(digits).replace("-", "−");

/** A count with its noun: "1 item", "2 items". */
export const formatNoun = (n: number, one: string, many = `${one}s`) => `${formatCount(n)} ${n === 1 ? one : many}`;

/** @example formatBytes(1536) // "1.5 kB" */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** An interval without its value: "0.80 – 0.91"; empty where there is none. */
export function formatInterval(estimate: { low?: number; high?: number }, format: (value: number) => string): string {
  if (estimate.low === undefined || estimate.high === undefined) return "";
  return `${format(estimate.low)} – ${format(estimate.high)}`;
}

/** As `formatShare`, without the sign: for intervals that follow a percent. */
export const formatPoints = (share: number) => (share * 100).toFixed(1).replace("-", "−");

const REASONS: Record<UndefinedReason, string> = {
  "no items": "there are no items yet",
  "no votes": "nobody has answered yet",
  "no overlap": "no item has answers of two people yet",
  "no variation": "only one label was used, so chance cannot be told from agreement",
  "no given label": "no item has a given label",
  "no prediction": "no model has predicted it",
  "too few models": "needs predictions of at least two models",
  "not two annotators": "defined for exactly two annotators",
  "too few annotators": "needs at least three annotators",
  "too many annotators": "shown for fewer than ten annotators",
  "too few items": "too few items",
  "label not used": "nobody used this label",
  "stratum without sample": "a stratum of the audit has no item in the sample",
  "no audit sample": "needs a blind random sample of the items",
  "arm without judgements": "needs answers both with and without the suggestion",
  "empty batch": "one of the two batches is empty",
  "no threshold": "no threshold reaches this risk with this sample",
  "too few votes": "too few votes",
};

/** Why a number does not exist, in words. */
export const formatReason = (estimate: Extract<Estimate, { undefinedBecause: unknown }>) =>
  REASONS[estimate.undefinedBecause];

const STATUS = {
  untouched: "Untouched",
  "in-review": "In review",
  agreed: "Agreed",
  corrected: "Corrected",
  disputed: "Disputed",
  undecidable: "Undecidable",
  excluded: "Excluded",
} as const;
export type ItemStatusName = keyof typeof STATUS;
export const ITEM_STATUSES = Object.keys(STATUS) as ItemStatusName[];
export const formatStatus = (status: ItemStatusName) => STATUS[status];

const STRATEGIES = {
  "suspected-label-errors": "label quality, lowest first",
  misclassified: "misclassified, most confident first",
  "low-confidence": "least confident first",
  random: "random",
  all: "all items, in order",
} as const;
export const formatStrategy = (strategy: keyof typeof STRATEGIES) => STRATEGIES[strategy];

/** Out-of-sample in words that say what it means. */
export const formatOutOfSample = (value: "yes" | "no" | "unknown") =>
  ({ yes: "out-of-sample", no: "in-sample: trained on these items", unknown: "out-of-sample not stated" })[value];

/** People per item of a queue: "2 to 3", "3". */
export const formatOverlap = ({ overlapMin, overlapMax }: { overlapMin: number; overlapMax: number }) =>
  overlapMin === overlapMax ? String(overlapMin) : `${overlapMin} to ${overlapMax}`;
