import Link from "next/link";
import { AxisEnds, EstimateBar, EstimateText } from "@/app/_components/estimate-plot";
import { formatCount } from "@/app/_components/format";
import type { Outputs } from "@/app/_trpc/types";

type Report = Outputs["agreement"]["read"]["report"];

/** The number of each scope, whatever the task. */
function shortScopes(report: NonNullable<Report>) {
  if (!report.marks)
    return report.scopes.map((scope) => ({ ...scope, estimate: scope.summary.alpha, measure: "alpha" }));
  return report.marks.flatMap((scope) => {
    const [first] = scope.summary.measures;
    return first ? [{ ...scope, estimate: first.estimate, measure: first.name }] : [];
  });
}

/** Agreement in two lines: the sample that stands for the data set, and the largest queue beside it. */
export function AgreementShort({ report, isStale, href }: { report: Report; isStale: boolean; href: string }) {
  const scopes = report ? shortScopes(report) : [];
  const headline = report && report.headline !== null ? scopes[report.headline] : undefined;
  const beside = scopes
    .filter((scope) => scope.kind === "queue")
    .toSorted((a, b) => b.summary.pairableItems - a.summary.pairableItems)[0];
  const rows = [headline, beside].flatMap((scope) => scope ?? []);
  if (rows.length === 0)
    return (
      <p className="text-text-2">
        {isStale
          ? "Answers came in; agreement has not been measured yet."
          : "Agreement shows here once two people answered the same items without a suggestion."}{" "}
        <Link href={href} prefetch={false} className="link">
          {isStale ? "Measure" : "How it works"}
        </Link>
      </p>
    );
  return (
    <>
      {rows.map((scope, k) => (
        <div key={`${scope.kind}-${scope.queueId ?? 0}`}>
          <div className="flex flex-wrap justify-between gap-x-4">
            <span>
              Agreement, {scope.name === "Random sample" ? "random sample" : scope.name}, n{" "}
              <span className="tabular-nums">{formatCount(scope.summary.pairableItems)}</span>
            </span>
            <EstimateText estimate={scope.estimate} withN={false} />
          </div>
          <EstimateBar estimate={scope.estimate} from={0} to={1} tone={k === 0 ? "text" : "accent"} />
        </div>
      ))}
      <AxisEnds from="0" to="1" name={rows[0]?.measure ?? ""} />
      <Link href={href} prefetch={false} className="link">
        {isStale ? "Answers came since: measure again" : "What causes it"}
      </Link>
    </>
  );
}
