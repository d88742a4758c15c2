import Link from "next/link";
import { Card } from "@/app/_components/card";
import { DataTable } from "@/app/_components/data-table";
import { AxisEnds, EstimateBar, EstimateText } from "@/app/_components/estimate-plot";
import { formatCount, formatInterval, formatNumber, formatReason, formatShare } from "@/app/_components/format";
import { LabelOf } from "@/app/_components/label-swatch";
import { Notice } from "@/app/_components/notice";
import { isDefined } from "@/core/statistics/estimate";
import { type AgreementReport, type MarkScope, SCOPE_MEANS } from "./scope";

const HARDEST = { "multi-label": "label", spans: "spans of a label", boxes: "boxes of a label" } as const;

/** Agreement where an answer holds several marks: one number above all, the others beside it, and each label alone. */
export function MarkAgreement({ report, index, base }: { report: AgreementReport; index: number; base: string }) {
  const scopes = report.marks ?? [];
  const scope = scopes[index];
  if (!scope) return null;
  const { summary } = scope;
  return (
    <>
      {summary.warnings.map((warning) => (
        <Notice key={warning.code} tone="warn">
          {warning.text}
        </Notice>
      ))}
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Headline scope={scope} />
        <div className="flex min-w-0 flex-col gap-4">
          <ByLabel scope={scope} labels={report.labels} />
          <Card title="By set of answers">
            <ul className="flex flex-col gap-3">
              {scopes.map((one, k) => (
                <li key={`${one.kind}-${one.queueId ?? 0}`} className="flex flex-col gap-0.5">
                  <div className="flex flex-wrap items-baseline justify-between gap-x-4">
                    <span className="min-w-0">
                      <Link
                        href={k === report.headline ? base : `${base}?scope=${k}`}
                        scroll={false}
                        prefetch={false}
                        aria-current={k === index || undefined}
                        className="font-medium hover:text-accent hover:underline aria-[current]:text-accent"
                      >
                        {one.name}
                      </Link>{" "}
                      <span className="text-xs text-text-2">{SCOPE_MEANS[one.kind]}</span>
                    </span>
                    {one.summary.measures[0] && <EstimateText estimate={one.summary.measures[0].estimate} />}
                  </div>
                  {one.summary.measures[0] && (
                    <EstimateBar estimate={one.summary.measures[0].estimate} from={0} to={1} />
                  )}
                </li>
              ))}
            </ul>
            <AxisEnds from="0" to="1" name={summary.measures[0]?.name ?? ""} />
          </Card>
        </div>
      </div>
    </>
  );
}

function Headline({ scope }: { scope: MarkScope }) {
  const { summary, annotators } = scope;
  const [first, ...others] = summary.measures;
  if (!first) return null;
  const { estimate } = first;
  const format = first.as === "share" ? formatShare : formatNumber;
  return (
    <Card title={`${scope.name}: ${SCOPE_MEANS[scope.kind]}`}>
      {isDefined(estimate) ? (
        <>
          <p className="flex flex-wrap items-baseline gap-x-3">
            <span className="text-4xl font-semibold tracking-tight tabular-nums" data-testid="mark-agreement">
              {format(estimate.value)}
            </span>
            <span className="text-text-2 tabular-nums">
              {formatInterval(estimate, format) || "no interval"}, {first.name} of these {annotators.length} annotators,{" "}
              {formatCount(summary.pairableItems)} items with two or more answers, {formatCount(summary.votes)} answers
            </span>
          </p>
          <EstimateBar estimate={estimate} from={0} to={1} isLarge />
          <AxisEnds from="0" to="1" name={first.name} />
        </>
      ) : (
        <p>
          <b className="font-semibold">Not defined:</b> {formatReason(estimate)}.
        </p>
      )}
      <p className="text-xs text-text-2">
        Counts {first.means}.{" "}
        {first.as === "share"
          ? "There is no correction for chance: a place that nobody marked agrees with nothing."
          : "0 is chance, 1 is perfect."}
        {summary.emptyPairs > 0 &&
          ` ${formatCount(summary.emptyPairs)} pairs of answers marked nothing at all and are left out.`}
      </p>
      <DataTable
        caption="Other measures"
        rows={others}
        rowKey={(row) => row.name}
        columns={[
          { id: "name", header: "Measure", isHead: true, cell: (row) => row.name },
          { id: "means", header: "Counts", className: "text-text-2 !whitespace-normal", cell: (row) => row.means },
          {
            id: "value",
            header: "Value, interval, n",
            isNumber: true,
            className: "!whitespace-normal",
            cell: (row) => <EstimateText estimate={row.estimate} as={row.as} />,
          },
        ]}
      />
      <p className="text-xs text-text-2">Seed {summary.seed}.</p>
    </Card>
  );
}

function ByLabel({ scope, labels }: { scope: MarkScope; labels: AgreementReport["labels"] }) {
  const { summary } = scope;
  const rank = (row: (typeof summary.perLabel)[number]) => (isDefined(row.estimate) ? row.estimate.value : 2);
  return (
    <Card title={`Agreement on the ${HARDEST[summary.task]}, hardest first`}>
      <DataTable
        caption="Agreement by label"
        rows={summary.perLabel.toSorted((a, b) => rank(a) - rank(b))}
        rowKey={(row) => String(row.label)}
        columns={[
          {
            id: "label",
            header: "Label",
            isHead: true,
            cell: (row) => <LabelOf labels={labels} labelKey={labels[row.label]?.key ?? null} />,
          },
          { id: "votes", header: "Answers", isNumber: true, cell: (row) => formatCount(row.votes) },
          {
            id: "value",
            header: "Value, interval, n",
            isNumber: true,
            className: "!whitespace-normal",
            cell: (row) => (
              <EstimateText estimate={row.estimate} as={summary.task === "multi-label" ? "coefficient" : "share"} />
            ),
          },
        ]}
      />
    </Card>
  );
}
