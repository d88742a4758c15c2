import Link from "next/link";
import { DataTable } from "@/app/_components/data-table";
import { formatCount } from "@/app/_components/format";
import { LabelOf, labelName, type ShownLabel } from "@/app/_components/label-swatch";
import type { Outputs } from "@/app/_trpc/types";

type Pair = NonNullable<Outputs["model"]["scoring"]>["pairs"][number];

const SHOWN = 10;

/** Given and predicted label side by side: how often they differ, and how often the given one is suspected. */
export function PairTable({
  slug,
  labels,
  pairs,
  mayManage,
}: {
  slug: string;
  labels: readonly ShownLabel[];
  pairs: readonly Pair[];
  mayManage: boolean;
}) {
  const rows = pairs.toSorted((a, b) => b.suspected - a.suspected || b.differs - a.differs).slice(0, SHOWN);
  if (rows.length === 0) return <p className="text-text-2">The model gives every item its given label.</p>;
  return (
    <>
      <DataTable
        caption="Pairs of given and predicted label"
        rows={rows}
        rowKey={(pair) => `${pair.given}-${pair.predicted}`}
        columns={[
          {
            id: "pair",
            header: "Given → predicted",
            isHead: true,
            cell: (pair) => (
              <Link
                href={`/projects/${slug}/errors?given=${pair.given}&predicted=${pair.predicted}#suspects`}
                prefetch={false}
                className="flex flex-wrap items-center gap-x-2 font-normal hover:text-accent"
              >
                <LabelOf labels={labels} labelKey={pair.given} />
                <span className="text-text-2">→</span>
                <LabelOf labels={labels} labelKey={pair.predicted} />
              </Link>
            ),
          },
          {
            id: "differs",
            header: "Model differs",
            isNumber: true,
            className: "text-text-2",
            cell: (pair) => formatCount(pair.differs),
          },
          {
            id: "suspected",
            header: "Label probably wrong",
            isNumber: true,
            className: "font-semibold",
            cell: (pair) => formatCount(pair.suspected),
          },
          ...(mayManage
            ? [
                {
                  id: "queue",
                  header: <span className="sr-only">Queue</span>,
                  isNumber: true,
                  cell: (pair: Pair) => (
                    <Link
                      href={`/projects/${slug}/queues/new?strategy=suspected-label-errors&given=${pair.given}&predicted=${pair.predicted}`}
                      prefetch={false}
                      className="link"
                      aria-label={`Queue of items given ${labelName(labels, pair.given)}, predicted ${labelName(labels, pair.predicted)}`}
                    >
                      Queue
                    </Link>
                  ),
                },
              ]
            : []),
        ]}
      />
      <p className="text-xs text-text-2">
        The second column is the one to act on: a weak model differs a lot without a single label being wrong.
        {pairs.length > SHOWN && ` ${formatCount(pairs.length - SHOWN)} more pairs are in the table.`}
      </p>
    </>
  );
}
