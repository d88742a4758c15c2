"use client";
import { Button } from "@/app/_components/button";
import { formatShare } from "@/app/_components/format";
import type { ShownLabel } from "@/app/_components/label-swatch";
import { Notice } from "@/app/_components/notice";
import { ProgressBar } from "@/app/_components/progress-bar";
import type { Trial } from "./trial";
import { TrialView } from "./trial-view";
import type { TrialState } from "./use-trial";

interface TryModelProps {
  state: TrialState;
  labels: readonly ShownLabel[];
  /** Settings were changed since the trial. */
  isStale: boolean;
  onTry(): void;
  onCancel(): void;
  onChoose(candidate: number): void;
  onTakeLogits(): void;
}

/** The model at work on the project's own items, before it is added: a wrong scale or layout is seen at once. */
export function TryModel({ state, labels, isStale, onTry, onCancel, onChoose, onTakeLogits }: TryModelProps) {
  const { progress, trial, candidates, problem, isEmpty, note } = state;
  return (
    <section aria-labelledby="try-model" className="flex flex-col gap-3 border-line border-t pt-4">
      <div className="flex flex-wrap items-center gap-3">
        <h3 id="try-model" className="font-semibold">
          Try it
        </h3>
        {progress ? (
          <Button isSmall onClick={onCancel}>
            Stop
          </Button>
        ) : (
          <Button isSmall variant={trial && !isStale ? "plain" : "primary"} onClick={onTry}>
            {trial ? "Try again" : "Try on 64 items"}
          </Button>
        )}
        <span className="text-text-2">Runs in this page, from the file that you chose.</span>
      </div>
      {progress && (
        <div role="status" className="flex max-w-xl flex-col gap-1.5">
          <span className="tabular-nums">
            {progress.done === 0 ? "Starting the model" : `${progress.done} of ${progress.total} runs`}
          </span>
          <ProgressBar name="Trial" done={progress.done} total={progress.total} />
        </div>
      )}
      {problem && (
        <Notice tone="bad" title="The model does not run with these settings:">
          <p>{problem.message}</p>
          {problem.detail && (
            <details className="mt-1 text-xs">
              <summary>Details</summary>
              <p className="mt-1 break-words">{problem.detail}</p>
            </details>
          )}
          {problem.isAboutOutputs && (
            <Button isSmall className="mt-2" onClick={onTakeLogits}>
              Take the outputs as logits
            </Button>
          )}
        </Notice>
      )}
      {isEmpty && <Notice>The project has no items yet, so the model is added untried.</Notice>}
      {note && <Notice>{note}</Notice>}
      {trial && isStale && <Notice tone="warn">The settings were changed since this trial. Try it again.</Notice>}
      {candidates.length > 0 && <Candidates candidates={candidates} chosen={trial} onChoose={onChoose} />}
      {trial && <TrialView trial={trial} labels={labels} />}
    </section>
  );
}

interface CandidatesProps {
  candidates: TrialState["candidates"];
  chosen: Trial | null;
  onChoose(candidate: number): void;
}

function Candidates({ candidates, chosen, onChoose }: CandidatesProps) {
  return (
    <fieldset className="flex max-w-xl flex-col">
      <legend className="mb-1">
        No file says how pixels are scaled, so three ways were tried. The best is preselected.
      </legend>
      {candidates.map(({ preparation, trial }, k) => {
        const { accuracy, warnings } = trial.report;
        return (
          <label
            key={preparation.name}
            className="grid min-h-8 grid-cols-[20px_1fr_auto] items-center gap-2 border-line border-b last:border-b-0"
          >
            <input type="radio" name="preparation" checked={trial === chosen} onChange={() => onChoose(k)} />
            <span>Pixels {preparation.name}</span>
            <span className="text-text-2 tabular-nums">
              {"value" in accuracy ? formatShare(accuracy.value) : "no given labels"}
              {warnings.includes("saturated") && ", certain of everything"}
              {warnings.includes("one-class") && ", one class"}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
