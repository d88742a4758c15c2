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
  /** Columns that come back of every row that was written; of one that may be overwritten not the generated key. */
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

interface Ending {
  returning(fields: BulkInsert["returning"]): PromiseLike<unknown> & { toSQL(): { sql: string } };
  toSQL(): { sql: string };
}
const ending = <Q extends Ending & PromiseLike<unknown>>(query: Q, returning: BulkInsert["returning"]) =>
  Object.keys(returning).length === 0 ? query : query.returning(returning);

/** The builder's statement for these rows; both dialects spell it alike. */
function statement(db: NodePgDatabase, { table, onConflict, returning }: BulkInsert, rows: PgTable["$inferInsert"][]) {
  const insert = db.insert(table).values(rows);
  if (onConflict === "fail") return ending(insert, returning);
  if (onConflict === "skip") return ending(insert.onConflictDoNothing(), returning);
  const columns = Object.entries(getTableColumns(table)).filter(([, column]) => onConflict.overwrite.includes(column));
  const set = Object.fromEntries(
    columns.map(([key, column]) => [key, sql`excluded.${sql.identifier(column.name)}`] as const),
  );
  return ending(insert.onConflictDoUpdate({ target: onConflict.target, set }), returning);
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
  /** What comes back: the generated key, or a column as it was given. */
  fields: { key: string; from: string; isGenerated: boolean }[];
  insert: Database.Statement;
}

function prepare(raw: Database.Database, db: BetterSQLite3Database, plan: BulkInsert): Prepared {
  const columns = Object.entries(getTableColumns(plan.table));
  const fields = Object.entries(plan.returning).map(([key, column]) => ({
    key,
    from: columns.find(([, other]) => other === column)?.[0] ?? "",
    isGenerated: column.primary && column.name === "id",
  }));
  if (typeof plan.onConflict === "object" && fields.some((field) => field.isGenerated))
    throw new Error("of a row that may be overwritten the generated key does not come back");
  const row = Object.fromEntries(columns.map(([key]) => [key, sql.placeholder(key)]));
  // without RETURNING: SQLite would set up a table in memory for every row
  const silent = { ...plan, returning: {} };
  return {
    columns: columns.map(([key, column]) => ({
      key,
      standard: column.default === undefined ? null : column.mapToDriverValue(column.default),
      encode: (value) => column.mapToDriverValue(value),
    })),
    fields,
    insert: raw.prepare(statement(db as unknown as NodePgDatabase, silent, [row]).toSQL().sql),
  };
}

/** SQLite: one statement per plan, run row by row, which is several times faster than building one of many rows. */
export function sqliteInsertMany(raw: Database.Database, db: BetterSQLite3Database): InsertMany {
  const known = new WeakMap<object, Prepared>();
  return async <T extends PgTable, R extends Record<string, PgColumn>>(
    plan: BulkInsert<T, R>,
    rows: readonly T["$inferInsert"][],
  ) => {
    const { columns, fields, insert } = known.get(plan) ?? prepare(raw, db, plan);
    known.set(plan, { columns, fields, insert });
    const values: unknown[] = new Array(columns.length);
    const made: Returned<R>[] = [];
    for (const row of rows as readonly Record<string, unknown>[]) {
      for (const [k, { key, standard, encode }] of columns.entries()) {
        const value = row[key];
        values[k] = value === undefined ? standard : value === null ? null : encode(value);
      }
      const { changes, lastInsertRowid } = insert.run(values);
      if (changes === 0) continue;
      const back: Record<string, unknown> = {};
      for (const { key, from, isGenerated } of fields) back[key] = isGenerated ? Number(lastInsertRowid) : row[from];
      made.push(back as Returned<R>);
    }
    return made;
  };
}
