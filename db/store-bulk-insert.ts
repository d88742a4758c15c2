import type Database from "better-sqlite3";
import { type GetColumnData, getTableColumns, sql } from "drizzle-orm";
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";

/** How many rows go into one table, prepared once: keep it in a constant, the store remembers its statement. */
export interface BulkInsert<
  T extends PgTable = PgTable,
  R extends Record<string, PgColumn> = Record<string, PgColumn>,
> {
  table: T;
  /** Of a row whose key is there already: throw, leave the stored one, or overwrite its columns. */
  onConflict: "fail" | "skip" | { target: PgColumn[]; overwrite: PgColumn[] };
  /** Columns that come back of every row that was written. */
  returning: R;
}
export type Returned<R extends Record<string, PgColumn>> = { [K in keyof R]: GetColumnData<R[K]> };

export type InsertMany = <T extends PgTable, R extends Record<string, PgColumn>>(
  plan: BulkInsert<T, R>,
  rows: readonly T["$inferInsert"][],
) => Promise<Returned<R>[]>;

/** Rows per statement on PostgreSQL, which takes at most 65,535 values. */
const MAX_ROWS = 1_000;
const MAX_VALUES = 65_000;

/** The builder's statement for these rows; both dialects spell it alike. */
function statement(db: NodePgDatabase, { table, onConflict, returning }: BulkInsert, rows: PgTable["$inferInsert"][]) {
  const insert = db.insert(table).values(rows);
  if (onConflict === "fail") return insert.returning(returning);
  if (onConflict === "skip") return insert.onConflictDoNothing().returning(returning);
  const columns = Object.entries(getTableColumns(table)).filter(([, column]) => onConflict.overwrite.includes(column));
  const set = Object.fromEntries(
    columns.map(([key, column]) => [key, sql`excluded.${sql.identifier(column.name)}`] as const),
  );
  return insert.onConflictDoUpdate({ target: onConflict.target, set }).returning(returning);
}

/** PostgreSQL: a few statements of many rows. `sent` hears of each before it goes. */
export function postgresInsertMany(db: NodePgDatabase, sent: () => void): InsertMany {
  return async <T extends PgTable, R extends Record<string, PgColumn>>(
    plan: BulkInsert<T, R>,
    rows: readonly T["$inferInsert"][],
  ) => {
    const width = Object.keys(getTableColumns(plan.table)).length;
    const size = Math.max(1, Math.min(MAX_ROWS, Math.floor(MAX_VALUES / width)));
    const made: Returned<R>[] = [];
    for (let start = 0; start < rows.length; start += size) {
      sent();
      made.push(...((await statement(db, plan, rows.slice(start, start + size))) as Returned<R>[]));
    }
    return made;
  };
}

interface Prepared {
  columns: { key: string; standard: unknown; encode(value: unknown): unknown }[];
  fields: { key: string; decode(value: unknown): unknown }[];
  run: Database.Statement;
}

function prepare(raw: Database.Database, db: BetterSQLite3Database, plan: BulkInsert): Prepared {
  const columns = Object.entries(getTableColumns(plan.table));
  const row = Object.fromEntries(columns.map(([key]) => [key, sql.placeholder(key)]));
  const text = statement(db as unknown as NodePgDatabase, plan, [row]).toSQL().sql;
  return {
    columns: columns.map(([key, column]) => ({
      key,
      standard: column.default === undefined ? null : column.mapToDriverValue(column.default),
      encode: (value) => column.mapToDriverValue(value),
    })),
    fields: Object.entries(plan.returning).map(([key, column]) => ({
      key,
      decode: (value) => column.mapFromDriverValue(value),
    })),
    run: raw.prepare(text).raw(),
  };
}

/** SQLite: one statement per plan, run row by row, which is several times faster than building one of many rows. */
export function sqliteInsertMany(raw: Database.Database, db: BetterSQLite3Database): InsertMany {
  const known = new WeakMap<object, Prepared>();
  return async <T extends PgTable, R extends Record<string, PgColumn>>(
    plan: BulkInsert<T, R>,
    rows: readonly T["$inferInsert"][],
  ) => {
    const { columns, fields, run } = known.get(plan) ?? prepare(raw, db, plan);
    known.set(plan, { columns, fields, run });
    const values: unknown[] = new Array(columns.length);
    const made: Returned<R>[] = [];
    for (const row of rows as readonly Record<string, unknown>[]) {
      columns.forEach(({ key, standard, encode }, k) => {
        const value = row[key];
        values[k] = value === undefined ? standard : value === null ? null : encode(value);
      });
      const back = run.get(values) as unknown[] | undefined;
      if (back)
        made.push(Object.fromEntries(fields.map(({ key, decode }, k) => [key, decode(back[k])])) as Returned<R>);
    }
    return made;
  };
}
