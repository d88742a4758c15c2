"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/app/_components/button";
import { SelectField } from "@/app/_components/field";
import { formatCount, formatNoun } from "@/app/_components/format";
import { Notice } from "@/app/_components/notice";
import { ProgressBar } from "@/app/_components/progress-bar";
import { TakingPartLine } from "@/app/_components/take-part";
import { useTakingPart } from "@/app/_inference/taking-part";
import { useTRPC } from "@/app/_trpc/client";
import type { Outputs } from "@/app/_trpc/types";
import { BrowserTable, CheckFigures } from "./browser-run-figures";
import { type Pace, paceOf, type Seen, timeLeft } from "./browser-run-pace";

type Run = Outputs["prediction"]["runs"][number];
type Model = Outputs["model"]["list"][number];

const POLL_MS = 1_500;
const STATES = {
  filling: "being cut into shards",
  running: "running",
  paused: "paused",
  done: "done",
  cancelled: "cancelled",
} as const;
const isUnfinished = (run: Run | undefined) =>
  run?.state === "filling" || run?.state === "running" || run?.state === "paused";

/** What the run may be used for, before and after it is done. */
function useOf({ trainedOn: on }: Model): string {
  if (on === "nothing")
    return "Its predictions are out-of-sample: they feed label-quality scores when the run is done.";
  if (on === "unknown")
    return "Nobody has stated what the model trained on: the predictions feed label-quality scores with a warning, and suggest no label.";
  if ("splits" in on)
    return `Only items outside the split ${on.splits.join(", ")} are out-of-sample and feed label-quality scores; predictions of the others may order queues of low confidence.`;
  if ("snapshot" in on)
    return `Only items outside snapshot ${on.snapshot} are out-of-sample and feed label-quality scores; predictions of the others may order queues of low confidence.`;
  return "Each item is computed by the fold that never saw it: the predictions are out-of-sample and feed label-quality scores when the run is done.";
}

/** The newest run of the model as it goes on, and how fast. */
function useRun({ projectId, modelId }: { projectId: number; modelId: number }) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.prediction.runs.queryOptions(
      { projectId },
      { refetchInterval: ({ state }) => (state.data?.some(isUnfinished) ? POLL_MS : false) },
    ),
  );
  const run = data?.find((one) => one.modelId === modelId);
  const seen = useRef<Seen[]>([]);
  const [pace, setPace] = useState<Pace | null>(null);
  useEffect(() => {
    if (!run) return;
    const computed = run.browsers.reduce((sum, one) => sum + one.computed, 0);
    const next = paceOf(seen.current, { runId: run.id, state: run.state, computed, at: Date.now() });
    seen.current = next.seen;
    setPace(next.pace);
  }, [run]);
  return { run, isLoaded: data !== undefined, pace };
}

interface PanelProps {
  projectId: number;
  model: Model;
  mayManage: boolean;
}

/** Predictions of a model for all items, computed in browsers: start, follow, pause, and what the checks found. */
export function BrowserRunPanel({ projectId, model, mayManage }: PanelProps) {
  const { run, isLoaded, pace } = useRun({ projectId, modelId: model.id });
  const router = useRouter();
  const state = run?.state;
  const before = useRef(state);
  useEffect(() => {
    // the table of prediction runs above is the server's
    if (before.current === "running" && state === "done") router.refresh();
    before.current = state;
  }, [state, router]);
  if (!isLoaded || (!run && !mayManage)) return null;
  return (
    <section
      aria-label={`Compute predictions of ${model.name} ${model.version}`}
      className="flex flex-col gap-3 border-t border-line pt-3"
    >
      <h3 className="font-semibold">Compute predictions for all items</h3>
      <p className="max-w-[72ch] text-text-2">
        {useOf(model)} A second browser computes a sample of each shard again before any of it is used.
      </p>
      {run && <RunProgress run={run} pace={pace} />}
      {mayManage && isUnfinished(run) && run && <RunControls projectId={projectId} run={run} />}
      {run && <CheckFigures run={run} />}
      {run && run.browsers.length > 0 && <BrowserTable run={run} />}
      {mayManage && !isUnfinished(run) && <StartRun projectId={projectId} modelId={model.id} isFirst={!run} />}
    </section>
  );
}

function RunProgress({ run, pace }: { run: Run; pace: Pace | null }) {
  const done = run.done + run.unreadable;
  const left = pace && run.state === "running" ? timeLeft(run.total - done, pace) : null;
  return (
    <div className="flex flex-col gap-1.5" data-testid="browser-run">
      <div className="flex flex-wrap justify-between gap-x-4 tabular-nums">
        <span>
          <b className="font-semibold">
            {formatCount(run.done)} of {formatNoun(run.total, "item")}
          </b>{" "}
          <span className="text-text-2">{STATES[run.state]}</span>
          {run.disputed > 0 && (
            <span className="text-bad">
              , {formatNoun(run.disputed, "shard")} of two results that differ: a third browser decides
            </span>
          )}
          {run.waiting > 0 && <span className="text-text-2">, {formatNoun(run.waiting, "shard")} to be checked</span>}
        </span>
        <span className="text-text-2">
          {pace && run.state === "running" && `${pace.perSecond.toFixed(pace.perSecond < 10 ? 1 : 0)} items/s`}
          {left && `, about ${left} left`}
        </span>
      </div>
      <ProgressBar name="Items computed and checked" done={done} total={run.total} />
      {run.unreadable > 0 && (
        <p className="text-warn">{formatNoun(run.unreadable, "item")} could not be read by any browser.</p>
      )}
    </div>
  );
}

function useRefreshRuns(projectId: number) {
  const trpc = useTRPC();
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: trpc.prediction.runs.queryKey({ projectId }) });
}

function RunControls({ projectId, run }: { projectId: number; run: Run }) {
  const trpc = useTRPC();
  const { isOn, turnOn, turnOff } = useTakingPart();
  const change = useMutation(trpc.prediction.change.mutationOptions({ onSettled: useRefreshRuns(projectId) }));
  const act = (action: "pause" | "resume" | "cancel") => change.mutate({ projectId, runId: run.id, action });
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        {run.state === "running" && (
          <Button disabled={change.isPending} onClick={() => act("pause")}>
            Pause
          </Button>
        )}
        {run.state === "paused" && (
          <Button variant="primary" disabled={change.isPending} onClick={() => act("resume")}>
            Resume
          </Button>
        )}
        {isOn ? (
          <Button onClick={turnOff}>Stop this tab</Button>
        ) : (
          <Button onClick={() => turnOn()}>Run in this tab</Button>
        )}
        <Button variant="ghost" disabled={change.isPending} onClick={() => act("cancel")}>
          Cancel the run
        </Button>
      </div>
      {run.state === "running" && <TakingPartLine />}
      {change.error && <Notice tone="bad">{change.error.message}</Notice>}
    </>
  );
}

function StartRun({ projectId, modelId, isFirst }: { projectId: number; modelId: number; isFirst: boolean }) {
  const trpc = useTRPC();
  const { turnOn } = useTakingPart();
  const [scope, setScope] = useState<"all" | "missing">("all");
  const refresh = useRefreshRuns(projectId);
  const start = useMutation(trpc.prediction.start.mutationOptions({ onSuccess: () => turnOn(), onSettled: refresh }));
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate({ projectId, modelId, scope });
      }}
    >
      <SelectField
        label="Items"
        value={scope}
        options={[
          ["all", "all items"],
          ["missing", "items without a prediction of this model"],
        ]}
        onChoose={setScope}
      />
      <Button type="submit" disabled={start.isPending}>
        {isFirst ? "Run in this tab" : "Run again in this tab"}
      </Button>
      {start.error && (
        <div className="basis-full">
          <Notice tone="bad">{start.error.message}</Notice>
        </div>
      )}
    </form>
  );
}
