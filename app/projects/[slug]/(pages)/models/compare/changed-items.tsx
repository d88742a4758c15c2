import Link from "next/link";
import { Card } from "@/app/_components/card";
import { Chip } from "@/app/_components/chip";
import { DataTable } from "@/app/_components/data-table";
import { formatCount, formatNoun } from "@/app/_components/format";
import { LabelOf, type ShownLabel } from "@/app/_components/label-swatch";
import type { Outputs } from "@/app/_trpc/types";

type Comparison = Outputs["model"]["compare"];

const OUTCOMES = { mended: "good", spoiled: "bad", "both wrong": "warn" } as const;
const outcomeOf = ({ isA, isB }: Comparison["rows"][number]) => (isB ? "mended" : isA ? "spoiled" : "both wrong");

/** Item by item: what the second model mends and what it spoils. */
export function ChangedItems({
  slug,
  labels,
  found,
  a,
  b,
}: {
  slug: string;
  labels: readonly ShownLabel[];
  found: Comparison;
  a: string;
  b: string;
}) {
  if (found.rows.length === 0)
    return <p className="text-text-2">The two give every item of the sample the same label.</p>;
  const more = found.differing - found.rows.length;
  return (
    <Card title={`Where they differ: ${formatNoun(found.differing, "item")}`}>
      <DataTable
        caption="Items of the sample that the two models label differently"
        rows={found.rows}
        rowKey={(row) => row.itemId}
        columns={[
          {
            id: "item",
            header: "Item",
            isHead: true,
            className: "!font-normal",
            cell: (row) => (
              <Link
                href={`/projects/${slug}/data?item=${row.itemId}`}
                prefetch={false}
                className="line-clamp-2 max-w-[60ch] break-words hover:text-accent"
              >
                <bdi>{row.text ?? row.externalId}</bdi>
              </Link>
            ),
          },
          { id: "label", header: "People say", cell: (row) => <LabelOf labels={labels} labelKey={row.label} /> },
          { id: "a", header: a, cell: (row) => <LabelOf labels={labels} labelKey={row.a} /> },
          { id: "b", header: b, cell: (row) => <LabelOf labels={labels} labelKey={row.b} /> },
          {
            id: "outcome",
            header: "Outcome",
            cell: (row) => <Chip tone={OUTCOMES[outcomeOf(row)]}>{outcomeOf(row)}</Chip>,
          },
        ]}
      />
      {more > 0 && <p className="text-xs text-text-2">And {formatCount(more)} more.</p>}
    </Card>
  );
}
