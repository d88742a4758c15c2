import Link from "next/link";
import { Card } from "@/app/_components/card";
import { AxisEnds, EstimateBar, EstimateText } from "@/app/_components/estimate-plot";
import { formatCount } from "@/app/_components/format";
import { type AgreementReport, SCOPE_MEANS } from "./scope";

/** All sets of answers on one scale; choosing one shows its details on this page. */
export function AgreementScopes({ report, current, base }: { report: AgreementReport; current: number; base: string }) {
  return (
    <Card title="By set of answers">
      <ul className="flex flex-col gap-3">
        {report.scopes.map((scope, k) => (
          <li key={`${scope.kind}-${scope.queueId ?? 0}`} className="flex flex-col gap-0.5">
            <div className="flex items-baseline justify-between gap-x-4 max-sm:flex-wrap">
              <span className="min-w-0 sm:truncate">
                <Link
                  href={k === report.headline ? base : `${base}?scope=${k}`}
                  scroll={false}
                  prefetch={false}
                  aria-current={k === current || undefined}
                  className="font-medium hover:text-accent hover:underline aria-[current]:text-accent"
                >
                  {scope.name}
                </Link>{" "}
                <span className="text-xs text-text-2">{SCOPE_MEANS[scope.kind]}</span>
              </span>
              <span className="shrink-0 text-right">
                <EstimateText estimate={scope.summary.alpha} withN={false} />
                <span className="text-text-2 tabular-nums">, n {formatCount(scope.summary.pairableItems)}</span>
              </span>
            </div>
            <EstimateBar
              estimate={scope.summary.alpha}
              from={0}
              to={1}
              tone={scope.kind === "assisted" ? "quiet" : k === report.headline ? "text" : "accent"}
            />
          </li>
        ))}
      </ul>
      <AxisEnds from="0" to="1" name="alpha" />
    </Card>
  );
}
