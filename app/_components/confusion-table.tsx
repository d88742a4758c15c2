import Link from "next/link";
import { twoLetterCodes } from "@/core/label-set/label-code";
import { ScrollRegion } from "./data-table";
import { formatCount, formatShare } from "./format";
import type { ShownLabel } from "./label-swatch";

interface ConfusionTableProps {
  labels: readonly ShownLabel[];
  /** Row = given label, column = prediction. */
  counts: readonly (readonly number[])[];
  hrefOf(given: string, predicted: string): string;
}

const percent = (share: number) => {
  const value = share * 100;
  return value >= 10 ? value.toFixed(0) : value.toFixed(1);
};

/** Given label by prediction, each cell in percent of its row and a link to its items. */
export function ConfusionTable({ labels, counts, hrefOf }: ConfusionTableProps) {
  const codes = twoLetterCodes(labels);
  return (
    <ScrollRegion name="Given label by prediction">
      <table className="mx-3 border-separate border-spacing-0.5 tabular-nums">
        <caption className="sr-only">Rows: given label. Columns: prediction. Percent of the row.</caption>
        <thead>
          <tr>
            <td />
            {labels.map((label, k) => (
              <th
                key={label.key}
                scope="col"
                title={label.name}
                className="h-7 min-w-9 text-center text-xs font-medium"
              >
                <span aria-hidden="true">{codes[k]}</span>
                <span className="sr-only">{label.name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((given, r) => {
            const row = counts[r] ?? [];
            const total = row.reduce((sum, n) => sum + n, 0);
            return (
              <tr key={given.key}>
                <th scope="row" className="max-w-40 truncate pr-2 text-left text-xs font-normal" title={given.name}>
                  <span aria-hidden="true" className="mr-1.5">
                    {codes[r]}
                  </span>
                  <span className="text-text-2">{given.name}</span>
                </th>
                {labels.map((predicted, c) => {
                  const n = row[c] ?? 0;
                  const share = total === 0 ? 0 : n / total;
                  const isSame = r === c;
                  if (n === 0)
                    return (
                      <td key={predicted.key} className={isSame ? "rounded-[4px] border border-line" : ""}>
                        <span className="sr-only">0</span>
                      </td>
                    );
                  return (
                    <td key={predicted.key} className="p-0">
                      <Link
                        href={hrefOf(given.key, predicted.key)}
                        prefetch={false}
                        aria-label={`given ${given.name}, predicted ${predicted.name}: ${formatCount(n)} items, ${formatShare(share)} of the row`}
                        title={`${formatCount(n)} of ${formatCount(total)}`}
                        className={`grid h-8 min-w-9 place-items-center rounded-[4px] text-xs hover:ring-1 hover:ring-accent ${isSame ? "border border-line text-text-2" : ""}`}
                        style={
                          isSame
                            ? undefined
                            : {
                                background: `color-mix(in srgb, var(--heat) ${Math.min(100, share * 1000).toFixed(0)}%, transparent)`,
                              }
                        }
                      >
                        {percent(share)}
                      </Link>
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
