import Link from "next/link";
import { LinkButton } from "@/app/_components/button";
import { StatusChip } from "@/app/_components/chip";
import { DataTable } from "@/app/_components/data-table";
import { formatCount } from "@/app/_components/format";
import { ItemThumbnail } from "@/app/_components/item-thumbnail";
import { LabelOf, type ShownLabel } from "@/app/_components/label-swatch";
import type { Outputs } from "@/app/_trpc/types";

type Row = Outputs["queue"]["read"]["rows"][number];

const STATES = { open: "open", done: "done", attention: "needs attention" };

/** A page of a queue's items with their reasons; annotators never see it. */
export function QueueItems({
  base,
  slug,
  labels,
  rows,
  state,
  nextCursor,
  isFirstPage,
}: {
  base: string;
  slug: string;
  labels: readonly ShownLabel[];
  rows: readonly Row[];
  state: Row["state"] | null;
  nextCursor: number | null;
  isFirstPage: boolean;
}) {
  const filters = [null, "open", "done", "attention"] as const;
  return (
    <>
      <nav aria-label="Which items" className="flex flex-wrap gap-2">
        {filters.map((one) => (
          <Link
            key={one ?? "all"}
            href={one === null ? base : `${base}?state=${one}`}
            aria-current={one === state || undefined}
            className="chip hover:text-text aria-[current]:border-accent aria-[current]:text-accent"
          >
            {one === null ? "all" : STATES[one]}
          </Link>
        ))}
      </nav>
      {rows.length === 0 ? (
        <p className="text-text-2">No item of this queue is in that state.</p>
      ) : (
        <DataTable
          caption="Items of the queue"
          rows={rows}
          rowKey={(row) => row.itemId}
          columns={[
            { id: "rank", header: "Rank", isNumber: true, cell: (row) => formatCount(row.rank) },
            {
              id: "item",
              header: "Item",
              isHead: true,
              className: "max-w-96",
              cell: (row) => (
                <Link
                  href={`/projects/${slug}/data?item=${row.itemId}`}
                  className="flex items-center gap-3 hover:text-accent"
                >
                  <ItemThumbnail
                    itemId={row.itemId}
                    hasImage={row.mediaHash !== null}
                    isAudio={row.mediaType === "audio"}
                    text={row.text}
                    className={row.mediaHash ? "size-9" : "font-normal"}
                  />
                  {(row.mediaHash || (row.mediaType === "audio" && !row.text)) && (
                    <span className="truncate">{row.externalId}</span>
                  )}
                </Link>
              ),
            },
            { id: "reason", header: "Reason", className: "text-text-2 min-w-48", cell: (row) => row.reason },
            { id: "given", header: "Given label", cell: (row) => <LabelOf labels={labels} labelKey={row.given} /> },
            {
              id: "resolved",
              header: "Resolved label",
              cell: (row) => <LabelOf labels={labels} labelKey={row.resolved} none="–" />,
            },
            { id: "answers", header: "Answers", isNumber: true, cell: (row) => `${row.answers} of ${row.slots}` },
            { id: "status", header: "Status", cell: (row) => <StatusChip status={row.status} /> },
          ]}
        />
      )}
      {(nextCursor !== null || !isFirstPage) && (
        <div className="flex gap-2">
          {!isFirstPage && <LinkButton href={state ? `${base}?state=${state}` : base}>First page</LinkButton>}
          {nextCursor !== null && (
            <LinkButton href={`${base}?${state ? `state=${state}&` : ""}after=${nextCursor}`}>Next 50</LinkButton>
          )}
        </div>
      )}
    </>
  );
}
