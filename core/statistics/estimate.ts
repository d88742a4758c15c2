/** Why a number does not exist. */
export type UndefinedReason =
  | "no items"
  | "no votes"
  | "no overlap"
  | "no variation"
  | "no given label"
  | "no prediction"
  | "too few models"
  | "not two annotators"
  | "too few annotators"
  | "too many annotators"
  | "too few items"
  | "label not used"
  | "stratum without sample"
  | "no audit sample"
  | "arm without judgements"
  | "empty batch"
  | "no threshold"
  | "too few votes";

/** A number that exists: full precision, with its interval (95 % unless `method` says otherwise) where there is one. */
export interface Defined {
  value: number;
  low?: number;
  high?: number;
  /** How many observations it rests on; `method` says of what. */
  n: number;
  method: string;
}

/** A number that does not exist, and why. */
export interface Undefined {
  undefinedBecause: UndefinedReason;
  n: number;
}

/** Every statistic returns one of these: never NaN, never 0 or 1 in place of "undefined". */
export type Estimate = Defined | Undefined;

/** Narrows an estimate to one that has a value. */
export function isDefined(estimate: Estimate): estimate is Defined {
  return "value" in estimate;
}
