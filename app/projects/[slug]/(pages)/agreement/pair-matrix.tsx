import { Card } from "@/app/_components/card";
import { ScrollRegion } from "@/app/_components/data-table";
import { formatInterval, formatNumber, formatReason } from "@/app/_components/format";
import { isDefined } from "@/core/statistics/estimate";
import type { AgreementScope } from "./scope";

/** As in core/agreement/pair-table: below so many shared items a pair's number says little. */
const ENOUGH = 30;

/** Kappa of every two people with the items they share; few shared items stay grey. */
export function PairMatrix({ scope }: { scope: AgreementScope }) {
  const { annotators, summary } = scope;
  const pairOf = (a: number, b: number) =>
    summary.pairs.find((pair) => pair.first === Math.min(a, b) && pair.second === Math.max(a, b));
  if (annotators.length < 2) return null;
  return (
    <Card title="By pair of people">
      <ScrollRegion name="Agreement by pair of people">
        <table className="mx-3 border-separate border-spacing-0.5 tabular-nums">
          <caption className="sr-only">Cohen's kappa of each pair, items in common below</caption>
          <thead>
            <tr>
              <td />
              {annotators.map((one) => (
                <th key={one.id} scope="col" className="max-w-20 truncate px-1 text-center font-medium text-text-2">
                  {one.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {annotators.map((one, r) => (
              <tr key={one.id}>
                <th scope="row" className="max-w-32 truncate pr-3 text-left font-medium text-text-2">
                  {one.name}
                </th>
                {annotators.map((other, c) => {
                  const pair = r === c ? undefined : pairOf(r, c);
                  if (!pair) return <td key={other.id} className="h-10 min-w-16" />;
                  const isEnough = pair.sharedItems >= ENOUGH && isDefined(pair.kappa);
                  const heat = isDefined(pair.kappa) ? Math.max(0, Math.min(1, (pair.kappa.value - 0.4) / 0.6)) : 0;
                  return (
                    <td
                      key={other.id}
                      title={
                        isDefined(pair.kappa)
                          ? formatInterval(pair.kappa, formatNumber) || "too few items for an interval"
                          : formatReason(pair.kappa)
                      }
                      className="h-10 min-w-16 rounded-[4px] text-center leading-4"
                      style={
                        isEnough
                          ? { background: `color-mix(in srgb, var(--heat) ${Math.round(heat * 70)}%, transparent)` }
                          : undefined
                      }
                    >
                      {isEnough && isDefined(pair.kappa) ? (
                        formatNumber(pair.kappa.value)
                      ) : (
                        <span className="sr-only">too few</span>
                      )}
                      <span className="block text-xs text-text-2">{pair.sharedItems}</span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p className="text-xs text-text-2">
        Cohen's kappa of the pair, items in common below; empty under {ENOUGH} items. The interval is in the cell's
        title.
        {summary.pairsLeftOut > 0 && ` ${summary.pairsLeftOut} pairs with fewer common items are left out.`}
      </p>
    </Card>
  );
}
