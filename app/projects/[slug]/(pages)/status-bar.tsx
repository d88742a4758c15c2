import Link from "next/link";
import { formatCount, formatShare, type ItemStatusName } from "@/app/_components/format";

const INKS: Record<ItemStatusName, string> = {
  untouched: "var(--line-strong)",
  "in-review": "var(--accent)",
  agreed: "var(--good)",
  corrected: "var(--c0)",
  disputed: "var(--warn)",
  undecidable: "var(--c4)",
  excluded: "var(--bad)",
};

/** All items by status as one bar, and as a list with numbers that lead to them. */
export function StatusBar({
  total,
  rows,
  base,
}: {
  total: number;
  rows: readonly { status: ItemStatusName; name: string; n: number }[];
  base: string;
}) {
  const used = rows.filter((row) => row.n > 0);
  return (
    <>
      <div aria-hidden="true" className="flex h-2 gap-px overflow-hidden rounded-full">
        {used.map((row) => (
          <div key={row.status} style={{ flexGrow: row.n, background: INKS[row.status] }} />
        ))}
      </div>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(190px,1fr))] gap-x-6 gap-y-1">
        {used.map((row) => (
          <li key={row.status}>
            <Link
              href={`${base}?status=${row.status}`}
              prefetch={false}
              className="flex items-center justify-between gap-3 hover:text-accent"
            >
              <span className="flex items-center gap-2">
                <span aria-hidden="true" className="size-2 rounded-full" style={{ background: INKS[row.status] }} />
                {row.name}
              </span>
              <span className="tabular-nums">
                {formatCount(row.n)}{" "}
                <span className="inline-block w-14 text-right text-text-2">{formatShare(row.n / total)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
