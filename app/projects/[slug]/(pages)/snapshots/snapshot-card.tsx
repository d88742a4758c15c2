import { z } from "zod";
import { Card } from "@/app/_components/card";
import { formatBytes, formatCount } from "@/app/_components/format";
import { When } from "@/app/_components/when";
import type { Outputs } from "@/app/_trpc/types";
import { ExportForm } from "./export-form";

type Snapshot = Outputs["data"]["snapshots"][number];

const numbers = z.record(z.string(), z.number());
const Manifest = z.object({
  counts: z.object({
    items: z.number(),
    annotations: z.number(),
    predictions: z.number(),
    adjudications: z.number(),
    byStatus: numbers,
    bySource: numbers,
  }),
});

const SOURCES: Record<string, string> = {
  adjudication: "decided by a person",
  consensus: "consensus of answers",
  given: "given label",
  none: "no label",
};

function Counts({
  title,
  counts,
  names,
}: {
  title: string;
  counts: Record<string, number>;
  names?: Record<string, string>;
}) {
  return (
    <div className="flex flex-col gap-1">
      <h3 className="text-text-2">{title}</h3>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 tabular-nums">
        {Object.entries(counts).map(([key, n]) => (
          <div key={key} className="contents">
            <dt>{names?.[key] ?? key}</dt>
            <dd className="text-right">{formatCount(n)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** One version: what it holds, its hash, and the files made from it. */
export function SnapshotCard({
  projectId,
  snapshot,
  isNewest,
  mayExport,
}: {
  projectId: number;
  snapshot: Snapshot;
  isNewest: boolean;
  mayExport: boolean;
}) {
  const parsed = Manifest.safeParse(snapshot.manifest);
  const counts = parsed.success ? parsed.data.counts : null;
  return (
    <Card
      title={
        <span className="text-base">
          Snapshot {snapshot.number}
          {snapshot.note && <span className="font-normal text-text-2"> · {snapshot.note}</span>}
        </span>
      }
      aside={
        <span className="text-xs text-text-2">
          <When at={snapshot.createdAt} />, {snapshot.createdBy}
        </span>
      }
    >
      <p className="text-xs text-text-2">
        content hash <code className="font-mono break-all">{snapshot.contentHash}</code>
      </p>
      {counts && (
        <div className="grid gap-x-10 gap-y-4 sm:grid-cols-3">
          <Counts
            title="Holds"
            counts={{
              items: counts.items,
              answers: counts.annotations,
              predictions: counts.predictions,
              decisions: counts.adjudications,
            }}
          />
          <Counts title="Items by status" counts={counts.byStatus} />
          <Counts title="Labels by source" counts={counts.bySource} names={SOURCES} />
        </div>
      )}
      {mayExport && (
        <details open={isNewest && snapshot.exports.length === 0}>
          <summary className="link">Export</summary>
          <div className="pt-3">
            <ExportForm projectId={projectId} snapshotId={snapshot.id} />
          </div>
        </details>
      )}
      {mayExport && snapshot.exports.length > 0 && (
        <ul aria-label={`Exports of snapshot ${snapshot.number}`} className="flex flex-col gap-1">
          {snapshot.exports.map((one) => (
            <li key={one.id} className="flex flex-wrap items-center gap-x-3">
              <a href={`/api/exports/${one.id}/${encodeURIComponent(one.file)}`} download className="link break-all">
                {one.file}
              </a>
              <span className="text-xs text-text-2 tabular-nums">
                {formatBytes(one.bytes)}, <When at={one.createdAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
