"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTRPC } from "@/app/_trpc/client";
import type { Outputs } from "@/app/_trpc/types";
import { Button } from "./button";
import { formatShare } from "./format";
import { Notice } from "./notice";
import { ProgressBar } from "./progress-bar";

export type Job = Outputs["project"]["job"];

const isOver = (job: Job | null) => job !== null && job.state !== "queued" && job.state !== "running";

const POLL_MS = 15_000;

const watchVisibility = (tell: () => void) => {
  document.addEventListener("visibilitychange", tell);
  return () => document.removeEventListener("visibilitychange", tell);
};

/** A job's row as the server sends its changes, while the page is seen; asked for now and then where events do not arrive. */
function useJob({ projectId, jobId }: { projectId: number; jobId: number }): Job | null {
  const trpc = useTRPC();
  const [live, setLive] = useState<Job | null>(null);
  const isVisible = useSyncExternalStore(
    watchVisibility,
    () => document.visibilityState === "visible",
    () => false,
  );
  const { status } = useSubscription(
    trpc.project.watchJob.subscriptionOptions(
      { projectId, jobId },
      { enabled: isVisible && !isOver(live), onData: setLive },
    ),
  );
  const { data: asked } = useQuery(
    trpc.project.job.queryOptions(
      { projectId, jobId },
      {
        enabled: status === "error",
        refetchInterval: (query) => (isOver(query.state.data ?? null) ? false : POLL_MS),
        refetchIntervalInBackground: false,
      },
    ),
  );
  return isOver(live) ? live : (asked ?? live);
}

interface JobProgressProps {
  projectId: number;
  jobId: number;
  /** What runs, for people: "Scoring". */
  name: string;
  mayCancel?: boolean;
  onDone?: (job: Job) => void;
}

/** A long job: how far it is, a way to stop it, and what came of it. */
export function JobProgress({ projectId, jobId, name, mayCancel = true, onDone }: JobProgressProps) {
  const trpc = useTRPC();
  const job = useJob({ projectId, jobId });
  const cancel = useMutation(trpc.project.cancelJob.mutationOptions());
  const told = useRef(0);
  const tell = useRef(onDone);
  tell.current = onDone;
  useEffect(() => {
    if (job?.state !== "done" || told.current === job.id) return;
    told.current = job.id;
    tell.current?.(job);
  }, [job]);
  if (job?.state === "done") return null;
  if (job?.state === "failed")
    return (
      <Notice tone="bad" title={`${name} failed`}>
        {job.error}
      </Notice>
    );
  if (job?.state === "cancelled") return <Notice title={`${name} was cancelled`}>Nothing further happens.</Notice>;
  const isStopping = job?.cancelRequested ?? false;
  return (
    <section aria-label={name} className="card flex flex-wrap items-center gap-x-4 gap-y-2 p-4" data-testid="job">
      <div className="flex min-w-48 flex-1 flex-col gap-2">
        <div className="flex justify-between gap-4">
          <span>
            <b className="font-semibold">{name}</b>{" "}
            <span className="text-text-2">
              {isStopping ? "stops at its next step" : job?.state === "running" ? job.phase : "waits for its turn"}
            </span>
          </span>
          <span className="text-text-2 tabular-nums">
            {job && job.total > 0 ? formatShare(Math.min(1, job.done / job.total), 0) : ""}
          </span>
        </div>
        <ProgressBar name={name} done={job?.done ?? 0} total={Math.max(job?.total ?? 1, 1)} />
      </div>
      {mayCancel && (
        <Button isSmall disabled={isStopping || cancel.isPending} onClick={() => cancel.mutate({ projectId, jobId })}>
          Cancel
        </Button>
      )}
    </section>
  );
}

/** A job that the page's own data waits for: the page loads again when it is done. */
export function JobWatch(props: Omit<JobProgressProps, "onDone">) {
  const router = useRouter();
  return <JobProgress {...props} onDone={() => router.refresh()} />;
}
