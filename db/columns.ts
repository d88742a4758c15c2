import { type SQL, sql } from "drizzle-orm";
import * as pg from "drizzle-orm/pg-core";
import * as lite from "drizzle-orm/sqlite-core";

/** One process has one database; its dialect follows from DATABASE_URL when this file is loaded. */
export const dialect = /^postgres(ql)?:/.test(process.env.DATABASE_URL ?? "") ? "postgres" : "sqlite";

const bytes = pg.customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => "bytea",
  toDriver: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  fromDriver: (value) => new Uint8Array(value.buffer, value.byteOffset, value.byteLength),
});

const postgres = {
  table: pg.pgTable,
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
  check: pg.check,
  id: () => pg.bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  int: (name: string) => pg.bigint(name, { mode: "number" }),
  real: (name: string) => pg.doublePrecision(name),
  bool: (name: string) => pg.boolean(name),
  str: (name: string) => pg.text(name),
  /** UTC milliseconds. */
  at: (name: string) => pg.bigint(name, { mode: "number" }),
  json: <T>(name: string) => pg.jsonb(name).$type<T>(),
  bytes: (name: string) => bytes(name),
};

const sqlite: { [K in keyof typeof postgres]: unknown } = {
  table: lite.sqliteTable,
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
  primaryKey: lite.primaryKey,
  check: lite.check,
  id: () => lite.integer("id").primaryKey({ autoIncrement: true }),
  int: (name: string) => lite.integer(name),
  real: (name: string) => lite.real(name),
  bool: (name: string) => lite.integer(name, { mode: "boolean" }),
  str: (name: string) => lite.text(name),
  at: (name: string) => lite.integer(name),
  json: (name: string) => lite.text(name, { mode: "json" }),
  bytes: (name: string) => lite.blob(name, { mode: "buffer" }),
};

/** Column makers, typed as PostgreSQL in both dialects: the one schema serves both. */
export const column = dialect === "postgres" ? postgres : (sqlite as typeof postgres);

/** `column` is one of many values, which go as one parameter: a short statement whatever their number. */
export function isAmong<V extends number | string>(column: pg.PgColumn, values: readonly V[]): SQL {
  return dialect === "postgres"
    ? sql`${column} = any(${sql.param(values)})`
    : sql`${column} in (select value from json_each(${JSON.stringify(values)}))`;
}
