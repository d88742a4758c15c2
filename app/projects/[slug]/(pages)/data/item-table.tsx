import Link from "next/link";
import { LinkButton } from "@/app/_components/button";
import { StatusChip } from "@/app/_components/chip";
import { DataTable } from "@/app/_components/data-table";
import { ItemThumbnail } from "@/app/_components/item-thumbnail";
import { LabelOf, labelName, type ShownLabel } from "@/app/_components/label-swatch";
import type { Outputs } from "@/app/_trpc/types";
import { type ItemQuery, itemQueryHref } from "./item-query";

type Row = Outputs["data"]["items"]["rows"][number];

interface ItemTableProps {
  base: string;
  query: ItemQuery;
  labels: readonly ShownLabel[];
  rows: readonly Row[];
  nextCursor: number | null;
  isFiltered: boolean;
}

const SOURCES = { adjudication: "decided", consensus: "consensus", given: "given" };

/** A page of items in import order. */
export function ItemTable({ base, query, labels, rows, nextCursor, isFiltered }: ItemTableProps) {
  if (rows.length === 0)
    return (
      <p className="py-4 text-text-2">
        {isFiltered ? "No item fits these filters. Widen or clear them." : "No items on this page."}
      </p>
    );
  return (
    <>
      <DataTable
        caption="Items"
        rows={rows}
        rowKey={(row) => row.id}
        isCurrent={(row) => row.id === query.item}
        columns={[
          {
            id: "item",
            header: "Item",
            isHead: true,
            className: "max-w-[30rem] min-w-44",
            cell: (row) => (
              <Link
                href={itemQueryHref(base, { ...query, item: row.id })}
                scroll={false}
                prefetch={false}
                className="flex items-center gap-3 hover:text-accent"
              >
                <ItemThumbnail
                  itemId={row.id}
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
          { id: "given", header: "Given label", cell: (row) => <LabelOf labels={labels} labelKey={row.given} /> },
          {
            id: "resolved",
            header: "Resolved label",
            cell: (row) =>
              row.source === null ? (
                <span className="text-text-3">–</span>
              ) : (
                <span className="flex items-center gap-2">
                  <LabelOf labels={labels} labelKey={row.resolved} none="none" />
                  <span className="text-xs text-text-2">{SOURCES[row.source]}</span>
                </span>
              ),
          },
          {
            id: "votes",
            header: "Answers",
            className: "text-text-2",
            cell: (row) =>
              row.votes && row.votes.length > 0
                ? row.votes.map(([key, n]) => `${n} ${labelName(labels, key)}`).join(", ")
                : "–",
          },
          { id: "split", header: "Split", className: "text-text-2 max-lg:hidden", cell: (row) => row.split ?? "–" },
          { id: "status", header: "Status", cell: (row) => <StatusChip status={row.status} /> },
        ]}
      />
      {(nextCursor !== null || query.after !== null) && (
        <div className="flex gap-2">
          {query.after !== null && (
            <LinkButton href={itemQueryHref(base, { ...query, after: null, item: null })}>First page</LinkButton>
          )}
          {nextCursor !== null && (
            <LinkButton href={itemQueryHref(base, { ...query, after: nextCursor, item: null })}>Next 50</LinkButton>
          )}
        </div>
      )}
    </>
  );
}
