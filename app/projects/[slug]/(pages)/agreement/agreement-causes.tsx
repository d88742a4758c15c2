import Link from "next/link";
import { Card } from "@/app/_components/card";
import { DataTable } from "@/app/_components/data-table";
import { formatCount, formatShare } from "@/app/_components/format";
import { LabelSwatch } from "@/app/_components/label-swatch";
import type { AgreementReport, AgreementScope } from "./scope";

const SHOWN = 8;

/** Which label pairs people part on: where a guideline is missing or not read. */
export function AgreementCauses({
  scope,
  labels,
  slug,
  mayDecide,
  mayManage,
}: {
  scope: AgreementScope;
  labels: AgreementReport["labels"];
  slug: string;
  mayDecide: boolean;
  mayManage: boolean;
}) {
  const { confusions } = scope.summary;
  const total = confusions.reduce((sum, pair) => sum + pair.items, 0);
  const shown = confusions.slice(0, SHOWN);
  const firstThree = confusions.slice(0, 3).reduce((sum, pair) => sum + pair.items, 0);
  const label = (index: number) => labels[index] ?? { key: String(index), name: `label ${index + 1}`, color: 0 };
  return (
    <Card
      title="What causes it"
      aside={
        mayDecide && (
          <Link href={`/projects/${slug}/adjudicate`} className="link" prefetch={false}>
            Settle conflicts
          </Link>
        )
      }
    >
      {shown.length === 0 ? (
        <p className="text-text-2">No two people gave one item different labels.</p>
      ) : (
        <>
          <DataTable
            caption="Label pairs that people part on"
            rows={shown}
            rowKey={(pair) => `${pair.a}-${pair.b}`}
            columns={[
              {
                id: "pair",
                header: "Pair",
                isHead: true,
                cell: (pair) => (
                  <span className="flex flex-wrap items-center gap-x-2 font-normal">
                    <LabelSwatch label={label(pair.a)} /> <span className="text-text-2">or</span>{" "}
                    <LabelSwatch label={label(pair.b)} />
                  </span>
                ),
              },
              { id: "items", header: "Items", isNumber: true, cell: (pair) => formatCount(pair.items) },
              {
                id: "share",
                header: "Of all",
                isNumber: true,
                className: "text-text-2",
                cell: (pair) => formatShare(pair.items / total, 0),
              },
              {
                id: "open",
                header: <span className="sr-only">Items</span>,
                isNumber: true,
                cell: (pair) => (
                  <Link
                    href={`/projects/${slug}/data?status=disputed&given=${encodeURIComponent(label(pair.a).key)}`}
                    className="link"
                    prefetch={false}
                    aria-label={`Open disputed items given ${label(pair.a).name}`}
                  >
                    Open items
                  </Link>
                ),
              },
            ]}
          />
          <p className="text-xs text-text-2 tabular-nums">
            {confusions.length > 3 &&
              `The first three pairs are ${formatShare(firstThree / total, 0)} of all disagreement. `}
            {mayManage ? (
              <>
                A rule in the{" "}
                <Link href={`/projects/${slug}/settings#guidelines`} className="link" prefetch={false}>
                  guidelines
                </Link>{" "}
                for the first pair helps most.
              </>
            ) : (
              "A rule in the guidelines for the first pair helps most."
            )}
          </p>
        </>
      )}
    </Card>
  );
}
