import Link from "next/link";
import { DataTable } from "@/app/_components/data-table";
import { When } from "@/app/_components/when";
import type { Outputs } from "@/app/_trpc/types";

type Flag = Outputs["queue"]["flags"][number];

const REASONS: Record<string, string> = {
  broken: "broken: cannot be seen or read",
  unclear: "unclear: the guidelines do not say",
  "not-in-label-set": "not in the label set",
};

/** Items that somebody flagged: they wait for a manager. */
export function FlagTable({ slug, flags }: { slug: string; flags: readonly Flag[] }) {
  return (
    <DataTable
      caption="Flagged items"
      rows={flags}
      rowKey={(flag) => `${flag.queueId}-${flag.itemId}-${flag.annotator}`}
      columns={[
        {
          id: "item",
          header: "Item",
          isHead: true,
          cell: (flag) => (
            <Link href={`/projects/${slug}/data?item=${flag.itemId}`} className="link">
              {flag.externalId}
            </Link>
          ),
        },
        { id: "reason", header: "Reason", cell: (flag) => REASONS[flag.reason ?? ""] ?? "" },
        { id: "note", header: "Note", cell: (flag) => <span dir="auto">{flag.note}</span> },
        { id: "by", header: "By", className: "text-text-2", cell: (flag) => flag.annotator },
        { id: "at", header: "When", className: "text-text-2", cell: (flag) => <When at={flag.receivedAt} /> },
      ]}
    />
  );
}
