import type { Random } from "../random";
import { multinomialDraw } from "../statistics/binomial-draw";
import { type StratumSums, stratifiedDifference } from "./stratified-difference";

/** Judgements as columns of equal length. */
export interface Judgements {
  item: Int32Array;
  annotator: Int32Array;
  /** Predicted class x confidence bin, from 0. */
  stratum: Int32Array;
  suggestion: Int32Array;
  answer: Int32Array;
  /** Adjudicated label, else the consensus of the OTHER annotators' blind votes; -1 = none. */
  reference: Int32Array;
  /** 1 where the suggestion was shown. */
  isAssisted: Uint8Array;
  /** The design's probability of the arm that was drawn. */
  armProbability: Float64Array;
  activeSeconds: Float64Array;
}

export type ResampledUnits = "item" | "annotator" | "judgements";

export type AnchoringEffectName = "netAccuracy" | "secondsSaved" | "pull" | "overReliance" | "benefit";

/** From this many annotators on they are resampled too. */
const RESAMPLED_ANNOTATORS = 10;

/** The judgements whose arm was drawn at random, with what each effect needs of them. */
export class RandomisedSample {
  readonly size: number;
  readonly resamplesAnnotators: boolean;
  private readonly rows: Int32Array;
  private readonly bySeconds: Int32Array;
  private readonly strataCount: number;

  constructor(private readonly data: Judgements) {
    const { armProbability, activeSeconds, stratum, item, annotator } = data;
    const isRandomised = (row: number) => (armProbability[row] as number) > 0 && (armProbability[row] as number) < 1;
    this.rows = Int32Array.from(item.keys()).filter(isRandomised);
    this.size = this.rows.length;
    this.bySeconds = this.rows
      .slice()
      .sort((a, b) => (activeSeconds[a] as number) - (activeSeconds[b] as number) || a - b);
    this.strataCount = this.rows.reduce((most, row) => Math.max(most, (stratum[row] as number) + 1), 0);
    this.resamplesAnnotators = new Set(Array.from(this.rows, (row) => annotator[row])).size >= RESAMPLED_ANNOTATORS;
  }

  effects(times: (row: number) => number): Partial<Record<AnchoringEffectName, number>> {
    const of = (name: Exclude<AnchoringEffectName, "secondsSaved">) =>
      stratifiedDifference(this.strata(name, times)).value;
    const found = {
      netAccuracy: of("netAccuracy"),
      pull: of("pull"),
      overReliance: of("overReliance"),
      benefit: of("benefit"),
    };
    const [blind, assisted] = [this.medianSeconds(0, times), this.medianSeconds(1, times)];
    const secondsSaved = blind === undefined || assisted === undefined ? undefined : blind - assisted;
    return Object.fromEntries(Object.entries({ ...found, secondsSaved }).filter(([, value]) => value !== undefined));
  }

  /** Effects of samples drawn with replacement: of items with all their judgements, of annotators, or of single judgements. */
  resample(units: ResampledUnits, resamples: number, random: Random): Partial<Record<AnchoringEffectName, number>>[] {
    const unit = units === "judgements" ? Int32Array.from(this.data.item.keys()) : this.data[units];
    const present = new Float64Array(this.rows.reduce((most, row) => Math.max(most, (unit[row] as number) + 1), 0));
    for (const row of this.rows) present[unit[row] as number] = 1;
    const size = present.reduce((sum, share) => sum + share, 0);
    const drawn = new Float64Array(present.length);
    return Array.from({ length: resamples }, () => {
      multinomialDraw(size, present, drawn, random);
      return this.effects((row) => drawn[unit[row] as number] as number);
    });
  }

  /** Sums per stratum of the judgements that the effect is about; `times` is how often a row was drawn. */
  strata(name: Exclude<AnchoringEffectName, "secondsSaved">, times: (row: number) => number): StratumSums[] {
    const { stratum, suggestion, answer, reference, isAssisted, armProbability } = this.data;
    const arm = () => ({ weight: 0, squares: 0, hits: 0 });
    const strata = Array.from({ length: this.strataCount }, () => ({ judgements: 0, assisted: arm(), blind: arm() }));
    for (const row of this.rows) {
      const drawn = times(row);
      const isRight = reference[row] === suggestion[row];
      const isMeant =
        name === "pull" ||
        ((reference[row] as number) >= 0 && (name === "netAccuracy" || isRight === (name === "benefit")));
      if (drawn === 0 || !isMeant) continue;
      const sums = strata[stratum[row] as number] as StratumSums;
      const own = isAssisted[row] === 1 ? sums.assisted : sums.blind;
      const weight = 1 / (armProbability[row] as number);
      sums.judgements += drawn;
      own.weight += drawn * weight;
      own.squares += drawn * weight * weight;
      if (answer[row] === (name === "netAccuracy" ? reference[row] : suggestion[row])) own.hits += drawn * weight;
    }
    return strata;
  }

  /** Weighted median: where the weights below and above balance, the mean of two where they balance between them. */
  private medianSeconds(arm: number, times: (row: number) => number): number | undefined {
    const { isAssisted, armProbability, activeSeconds } = this.data;
    const weight = (row: number) => (isAssisted[row] === arm ? times(row) / (armProbability[row] as number) : 0);
    let total = 0;
    for (const row of this.bySeconds) total += weight(row);
    if (total === 0) return undefined;
    let [below, lower] = [0, undefined as number | undefined];
    for (const row of this.bySeconds) {
      const own = weight(row);
      if (own === 0) continue;
      if (lower !== undefined) return (lower + (activeSeconds[row] as number)) / 2;
      below += own;
      if (below > total / 2 + 1e-12 * total) return activeSeconds[row] as number;
      if (below >= total / 2 - 1e-12 * total) lower = activeSeconds[row] as number;
    }
    return lower;
  }
}
