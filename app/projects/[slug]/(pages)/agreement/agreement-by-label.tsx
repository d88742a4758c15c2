import { Card } from "@/app/_components/card";
import { DataTable } from "@/app/_components/data-table";
import { EstimateBar } from "@/app/_components/estimate-plot";
import { formatCount, formatInterval, formatNumber, formatReason, formatShare } from "@/app/_components/format";
import { LabelSwatch } from "@/app/_components/label-swatch";
import { isDefined } from "@/core/statistics/estimate";
import type { AgreementReport, AgreementScope } from "./scope";

/** Each label against the rest, most disagreement first, on one scale. */
export function AgreementByLabel({ scope, labels }: { scope: AgreementScope; labels: AgreementReport["labels"] }) {
  const rows = scope.summary.perLabel
    .map((row) => ({ ...row, shown: labels[row.label] ?? { key: String(row.label), name: "", color: 0 } }))
    .toSorted(
      (a, b) =>
        (isDefined(a.alpha) ? a.alpha.value : Number.POSITIVE_INFINITY) -
        (isDefined(b.alpha) ? b.alpha.value : Number.POSITIVE_INFINITY),
    );
  return (
    <Card title="By label, most disagreement first">
      <DataTable
        caption="Agreement by label"
        rows={rows}
        rowKey={(row) => row.shown.key}
        columns={[
          {
            id: "label",
            header: "Label",
            isHead: true,
            className: "!font-normal",
            cell: (row) => <LabelSwatch label={row.shown} />,
          },
          {
            id: "answers",
            header: "Answers",
            isNumber: true,
            className: "text-text-2",
            cell: (row) => formatCount(row.votes),
          },
          {
            id: "plot",
            header: (
              <span className="mx-1 flex justify-between font-normal tabular-nums">
                <span>0</span>
                <span>alpha</span>
                <span>1</span>
              </span>
            ),
            className: "w-1/3 min-w-28",
            cell: (row) => <EstimateBar estimate={row.alpha} from={0} to={1} />,
          },
          {
            id: "alpha",
            header: "Alpha, interval",
            isNumber: true,
            cell: (row) =>
              isDefined(row.alpha) ? (
                <>
                  {formatNumber(row.alpha.value)}{" "}
                  <span className="text-text-2">{formatInterval(row.alpha, formatNumber) || "no interval"}</span>
                </>
              ) : (
                <span className="text-text-2">{formatReason(row.alpha)}</span>
              ),
          },
          {
            id: "specific",
            header: "Agree on it",
            isNumber: true,
            className: "text-text-2 max-sm:hidden",
            cell: (row) => (isDefined(row.specificAgreement) ? formatShare(row.specificAgreement.value, 0) : "–"),
          },
        ]}
      />
      <p className="text-xs text-text-2">Agree on it: when one person chose the label, how often another did too.</p>
    </Card>
  );
}
