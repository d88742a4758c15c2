import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";

/** Tables whose rows are never changed or deleted. */
export const APPEND_ONLY = ["annotations", "adjudications"] as const;

/** The folder that holds `db/migrations`: above this file, else above the current folder. */
export function packageRoot(): string {
  for (const start of [dirname(fileURLToPath(import.meta.url)), process.cwd()]) {
    for (let folder = start; ; folder = dirname(folder)) {
      if (existsSync(join(folder, "db", "migrations"))) return folder;
      if (folder === dirname(folder)) break;
    }
  }
  throw new Error("db/migrations was not found above the program or the current folder");
}

export const migrationsFolder = (dialect: "sqlite" | "postgres") => join(packageRoot(), "db", "migrations", dialect);

/** Time stamps of the migrations that this program knows, ascending. */
export const knownMigrations = (folder: string) =>
  readMigrationFiles({ migrationsFolder: folder }).map((migration) => migration.folderMillis);

/** Refuses a database that a newer program has migrated. */
export function refuseNewer(applied: readonly number[], known: readonly number[]) {
  const newest = Math.max(0, ...known);
  if (applied.some((at) => at > newest))
    throw new Error("This database was made by a newer version of Concord. Update the program, or restore a backup.");
}

export function backupName(folder: string, now: number): string {
  mkdirSync(folder, { recursive: true });
  return join(folder, `before-migration-${now}.db`);
}

/** SQLite drops a table's triggers with every rebuild, so they are made anew at each open. */
export const sqliteTriggers = () =>
  APPEND_ONLY.flatMap((table) =>
    ["update", "delete"].flatMap((verb) => [
      `DROP TRIGGER IF EXISTS ${table}_no_${verb}`,
      `CREATE TRIGGER ${table}_no_${verb} BEFORE ${verb.toUpperCase()} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} are append-only'); END`,
    ]),
  );

export const postgresTriggers = () => [
  `CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '% are append-only', TG_TABLE_NAME; END $$`,
  ...APPEND_ONLY.map(
    (table) =>
      `CREATE OR REPLACE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  ),
];
