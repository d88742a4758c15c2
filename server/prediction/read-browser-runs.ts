import type { z } from "zod";
import { inferenceRunsOf, workOfRuns } from "@/db/queries/inference";
import { disputesOf } from "@/db/queries/inference-disputes";
import { shardStates } from "@/db/queries/inference-shards";
import type { OperationContext, ProjectInput } from "../operation";
import { authorize, mayDo } from "../permission";

const SHOWN_RUNS = 20;
const ACTIVE_MS = 90_000;

type Work = Awaited<ReturnType<typeof workOfRuns>>[number];

const sum = (rows: readonly Work[], of: "items" | "leases") => rows.reduce((total, row) => total + row[of], 0);

/** One browser's share in a run. */
function browserOf(rows: readonly Work[], { now, isNamed }: { now: number; isNamed: boolean }) {
  const [first] = rows;
  const finished = rows.filter((row) => row.state === "submitted" || row.state === "refused");
  const timed = finished.filter((row) => row.msPerItem !== null);
  const refused = rows.filter((row) => row.state === "refused");
  return {
    browserId: first?.browserId ?? 0,
    browser: first?.browser ?? "",
    /** Only for those who manage people. */
    person: isNamed ? (first?.person ?? null) : null,
    providers: [...new Set(finished.flatMap((row) => row.provider ?? []))],
    computed: sum(
      finished.filter((row) => row.kind === "compute"),
      "items",
    ),
    checked: sum(
      finished.filter((row) => row.kind === "check"),
      "items",
    ),
    msPerItem:
      timed.length === 0
        ? null
        : timed.reduce((total, row) => total + Number(row.msPerItem) * row.items, 0) / sum(timed, "items"),
    refused: sum(refused, "leases"),
    whyRefused: refused[0]?.reason ?? null,
    isActive: now - (first?.seenAt ?? 0) < ACTIVE_MS,
  };
}

/** The project's newest browser runs: how far they are, who takes part, and what the checks found. */
export async function listBrowserRuns(
  { store, actor, now }: OperationContext,
  { projectId }: z.infer<typeof ProjectInput>,
) {
  const { role } = await authorize(store.read, { actor, projectId, operation: "model.read" });
  const isNamed = mayDo(role, "annotator.read");
  const runs = (await inferenceRunsOf(store.read, { projectId })).slice(0, SHOWN_RUNS);
  const work = await workOfRuns(store.read, { runIds: runs.map((run) => run.id) });
  return Promise.all(
    runs.map(async ({ seed: _seed, createdBy: _by, projectId: _project, ...run }) => {
      const states = new Map((await shardStates(store.read, { runId: run.id })).map(({ state, n }) => [state, n]));
      const own = work.filter((row) => row.runId === run.id);
      const checks = own.filter((row) => row.kind === "check" && row.state === "submitted");
      const waiting = (states.get("computed") ?? 0) + (states.get("checking") ?? 0);
      return {
        ...run,
        /** Shards that are computed and wait for their check. */
        waiting,
        /** Of these, two browsers came to different results and a third is to decide. */
        disputed: (await disputesOf(store.read, { runId: run.id })).length,
        checksBy: (["other-person", "other-browser", "same-browser"] as const).map((by) => ({
          by,
          items: sum(
            checks.filter((row) => row.checks === by),
            "items",
          ),
        })),
        browsers: [...new Set(own.map((row) => row.browserId))].map((id) =>
          browserOf(
            own.filter((row) => row.browserId === id),
            { now, isNamed },
          ),
        ),
      };
    }),
  );
}

/** Whether there is something to take part in, for members who may label. */
export async function readTakingPart({ store, actor }: OperationContext, { projectId }: z.infer<typeof ProjectInput>) {
  await authorize(store.read, { actor, projectId, operation: "queue.label" });
  const runs = await inferenceRunsOf(store.read, { projectId });
  return { running: runs.filter((run) => run.state === "running").length };
}
