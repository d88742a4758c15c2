/** Whether a model did not train on the item it predicts. */
export type OutOfSample = "yes" | "no" | "unknown";

/** What a model was trained on: a snapshot of the project, named splits, all folds but the item's own, no item, not stated. */
export type TrainedOn = { snapshot: number } | { splits: string[] } | { foldMap: true } | "nothing" | "unknown";

/** Facts about one item and the model file that was run; undefined = not known, null = known not to be there. */
export interface ItemFacts {
  split?: string | null;
  /** The fold the model file held out; null for a final model that held out none. */
  fold?: number | null;
  /** The fold that the fold map names for the item; null where the map does not list it (the model never saw it). */
  itemFold?: number | null;
  /** Whether the item is in the snapshot the model was trained on. */
  inSnapshot?: boolean;
}

/**
 * Whether a prediction is out-of-sample, derived from what the model was trained on.
 *
 * Trained on nothing: yes. On a snapshot: no for its items. On splits: no in them; an item without a split is unknown.
 * With a fold map: yes where the file run held out the item's fold or the map does not list the item. Otherwise unknown.
 *
 * @example outOfSampleFor({ splits: ["train"] }, { split: "test" }) // "yes"
 */
export function outOfSampleFor(trainedOn: TrainedOn, { split, fold, itemFold, inSnapshot }: ItemFacts): OutOfSample {
  if (trainedOn === "nothing") return "yes";
  if (trainedOn === "unknown") return "unknown";
  if ("snapshot" in trainedOn) return inSnapshot === undefined ? "unknown" : inSnapshot ? "no" : "yes";
  if ("splits" in trainedOn) {
    if (split === undefined || split === null) return "unknown";
    return trainedOn.splits.includes(split) ? "no" : "yes";
  }
  if (itemFold === null) return "yes";
  if (itemFold === undefined || fold === undefined) return "unknown";
  return fold === itemFold ? "yes" : "no";
}

/** Whether label-quality scores may be computed from a run: refused in-sample, with a warning to stand next to the number where unknown. */
export function mayScore(run: { outOfSample: OutOfSample }): { isAllowed: boolean; warning: string | null } {
  if (run.outOfSample === "yes") return { isAllowed: true, warning: null };
  if (run.outOfSample === "no")
    return { isAllowed: false, warning: "the model trained on these items: its predictions hide label errors" };
  return {
    isAllowed: true,
    warning: "nobody has stated what the model trained on: if it saw these items, its predictions hide label errors",
  };
}

/** A run with what it came from: predictions that browsers made while people labeled belong to no browser run. */
export interface ScorableRun {
  outOfSample: OutOfSample;
  source: "imported" | "server" | "browser";
  /** State of the browser run over the project that made it; null where none did. */
  passState: string | null;
}

/** Whether browsers computed a run while people labeled: nobody has checked it. */
export const isUnchecked = ({ source, passState }: Pick<ScorableRun, "source" | "passState">): boolean =>
  source === "browser" && passState === null;

/** Why label-quality scores may not be computed from a run, in words; null where they may. */
export function scoringRefusal(run: ScorableRun): string | null {
  if (isUnchecked(run)) return "it holds only items that people labeled, computed in their browsers and not checked";
  if (run.source === "browser" && run.passState !== "done") return "its browser run is not complete";
  const { isAllowed, warning } = mayScore(run);
  return isAllowed ? null : warning;
}

/** Whether a run may suggest labels: only where the model is known not to have trained on the item. */
export function maySuggest(run: { outOfSample: OutOfSample }): boolean {
  return run.outOfSample === "yes";
}
