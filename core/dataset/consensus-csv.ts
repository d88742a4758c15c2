import { winnersOf } from "../consensus/posterior";
import type { VoteTable } from "../consensus/vote-table";
import { csvCell } from "./csv-writer";

/**
 * A consensus as CSV: `item,label,tied,votes,posterior_<label>...`, items in the order they have.
 *
 * Where labels are tied, `label` is empty and `tied` names them as a JSON array. Cost: O(items x labels).
 */
export function writeConsensusCsv(
  { items, labels }: { items: readonly string[]; labels: readonly string[] },
  { start, classes }: VoteTable,
  posterior: Float64Array,
): string {
  const lines = [
    ["item", "label", "tied", "votes", ...labels.map((label) => `posterior_${label}`)].map(cell).join(","),
  ];
  items.forEach((item, i) => {
    const winners = winnersOf(posterior, i, classes).map((k) => labels[k] as string);
    const isTied = winners.length > 1;
    const row = [item, isTied ? "" : (winners[0] ?? ""), isTied ? JSON.stringify(winners) : ""].map(cell);
    const votes = (start[i + 1] as number) - (start[i] as number);
    lines.push(`${row.join(",")},${votes},${posterior.subarray(i * classes, (i + 1) * classes).join(",")}`);
  });
  return `${lines.join("\n")}\n`;
}

function cell(value: string): string {
  return csvCell(value, "machine");
}
