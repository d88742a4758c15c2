import type { RowData, RowValue } from "@/core/item/row-data";

/** From this many columns on a wide screen shows two beside each other. */
export const MANY_COLUMNS = 10;

function Value({ value }: { value: RowValue }) {
  if (value === null) return <span className="text-text-3 italic">no value</span>;
  if (value === "") return <span className="text-text-3 italic">empty text</span>;
  if (typeof value === "number") return <span className="block text-right tabular-nums">{String(value)}</span>;
  if (typeof value === "boolean") return <span className="font-mono text-[0.92em]">{String(value)}</span>;
  return <bdi className="whitespace-pre-wrap">{value}</bdi>;
}

/** One row of a table: each column with its value, numbers aligned at the right, what is missing told apart from what is empty. */
export function RowCard({ data, isSmall = false }: { data: RowData; isSmall?: boolean }) {
  const isMany = !isSmall && data.length > MANY_COLUMNS;
  return (
    <dl
      className={`gap-x-10 ${isMany ? "@min-[720px]:columns-2" : ""} ${isSmall ? "text-[13px] leading-5" : "text-[15px] leading-6"}`}
    >
      {data.map(([column, value], k) => (
        <div
          key={k}
          className={`grid break-inside-avoid gap-x-4 border-b border-line last:border-b-0 ${
            isSmall ? "grid-cols-[minmax(0,2fr)_minmax(0,3fr)] py-1" : "grid-cols-[minmax(0,2fr)_minmax(0,3fr)] py-1.5"
          }`}
        >
          <dt className="break-words text-text-2" dir="auto">
            {column}
          </dt>
          <dd className="min-w-0 break-words" dir="auto">
            <Value value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
