import { Card } from "@/app/_components/card";
import { DataTable } from "@/app/_components/data-table";
import { EstimateBar, EstimateText } from "@/app/_components/estimate-plot";
import { formatCount, formatInterval, formatNumber, formatReason, formatShare } from "@/app/_components/format";
import { isDefined } from "@/core/statistics/estimate";
import { type AgreementScope, SCOPE_MEANS } from "./scope";

const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** The one number, with its interval, what it holds for, and the other coefficients behind it. */
export function AgreementHeadline({ scope, isHeadline }: { scope: AgreementScope; isHeadline: boolean }) {
  const { summary, annotators } = scope;
  const { alpha, percent, leaveOneOut } = summary;
  const people = annotators.every((one) => one.kind === "person") ? "people" : "annotators";
  const others = [
    { name: "Percent agreement", estimate: percent, as: "share" as const, note: "not corrected for chance" },
    { name: "Fleiss' kappa", estimate: summary.fleiss, as: "coefficient" as const, note: "any number of people" },
    { name: "Gwet's AC1", estimate: summary.ac1, as: "coefficient" as const, note: "steady when one label prevails" },
    { name: "Cohen's kappa", estimate: summary.cohen, as: "coefficient" as const, note: "two people" },
  ];
  return (
    <Card
      title={
        isHeadline && scope.kind === "random-sample"
          ? "The data set as a whole: random sample"
          : `${scope.name}: ${SCOPE_MEANS[scope.kind]}`
      }
    >
      {isDefined(alpha) ? (
        <>
          <p className="flex flex-wrap items-baseline gap-x-3">
            <span className="text-4xl font-semibold tracking-tight tabular-nums" data-testid="alpha">
              {formatNumber(alpha.value)}
            </span>
            <span className="text-text-2 tabular-nums">
              {formatInterval(alpha, formatNumber) || "no interval"}, {summary.distance === "ordinal" && "ordinal "}
              alpha of these {annotators.length} {people}, {formatCount(summary.pairableItems)} items with two or more
              answers, {formatCount(summary.votes)} answers
            </span>
          </p>
          <div>
            <EstimateBar estimate={alpha} from={0} to={1} isLarge />
            <div className="mx-1.5 flex justify-between text-xs text-text-2 tabular-nums">
              {TICKS.map((tick) => (
                <span key={tick} className="w-0 text-center">
                  <span className="-ml-2">{tick.toFixed(1)}</span>
                </span>
              ))}
            </div>
          </div>
        </>
      ) : (
        <p>
          <b className="font-semibold">Not defined:</b> {formatReason(alpha)}.
        </p>
      )}
      <p className="text-xs text-text-2 tabular-nums">
        {"low" in leaveOneOut
          ? `Without one of the ${leaveOneOut.n}: ${formatNumber(leaveOneOut.low)} to ${formatNumber(leaveOneOut.high)}`
          : `Without one person: ${formatReason(leaveOneOut)}`}
        {isDefined(percent) && ` · percent agreement ${formatShare(percent.value)}`} · 0 is chance, 1 is perfect
      </p>
      <details>
        <summary className="link">Other coefficients</summary>
        <div className="mt-2">
          <DataTable
            caption="Other coefficients"
            rows={others}
            rowKey={(row) => row.name}
            columns={[
              { id: "name", header: "Coefficient", isHead: true, cell: (row) => row.name },
              { id: "note", header: "", className: "text-text-2", cell: (row) => row.note },
              {
                id: "value",
                header: "Value, interval, n",
                isNumber: true,
                className: "!whitespace-normal",
                cell: (row) => <EstimateText estimate={row.estimate} as={row.as} />,
              },
            ]}
          />
          <p className="mt-2 text-xs text-text-2">
            {isDefined(alpha) ? `${alpha.method}.` : ""} Seed {summary.seed}.
          </p>
        </div>
      </details>
    </Card>
  );
}
