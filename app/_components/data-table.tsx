import type { ReactNode } from "react";

export interface Column<Row> {
  /** Unique in its table. */
  id: string;
  header: ReactNode;
  cell(row: Row): ReactNode;
  /** Numbers stand to the right. */
  isNumber?: boolean;
  /** Heads its row. */
  isHead?: boolean;
  className?: string;
}

interface DataTableProps<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey(row: Row): string | number;
  /** Marks the row that is open beside the table. */
  isCurrent?(row: Row): boolean;
}

/** A real table; wide ones scroll inside their own region. */
export function DataTable<Row>({ caption, columns, rows, rowKey, isCurrent }: DataTableProps<Row>) {
  const align = (column: Column<Row>) => `${column.isNumber ? "num" : ""} ${column.className ?? ""}`;
  return (
    <ScrollRegion name={caption}>
      <table className="table">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={align(column)}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              aria-current={isCurrent?.(row) || undefined}
              className="hover:bg-sunken aria-[current]:bg-accent-weak"
            >
              {columns.map((column) =>
                column.isHead ? (
                  <th key={column.id} scope="row" className={align(column)}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.id} className={align(column)}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** Scrolls sideways by keyboard, too; reaches into the padding of its card. */
export function ScrollRegion({ name, children }: { name: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <section aria-label={name} tabIndex={0} className="relative -mx-3 overflow-x-auto focus-visible:-outline-offset-2">
      {children}
    </section>
  );
}
