import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { isBusy } from "./errors";
import { backupName, knownMigrations, migrationsFolder, refuseNewer, sqliteTriggers } from "./migrate";
import type { Queryable, Store, StoreOptions } from "./store";
import { sqliteInsertMany } from "./store-bulk-insert";
import { bindToCaller, guarded, pause, refuseNested, writeLogger } from "./transaction-guard";

/** Set on every open and read back: better-sqlite3 re-opens a WAL file at synchronous NORMAL. */
const PRAGMAS = {
  journal_mode: "wal",
  synchronous: 2,
  foreign_keys: 1,
  secure_delete: 1,
  recursive_triggers: 1,
} as const;

/** Waiting inside SQLite blocks the event loop, so the lock is asked for again from outside. */
async function retryBusy<T>(work: () => T, maxMs: number): Promise<T> {
  for (const end = Date.now() + maxMs; ; ) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || Date.now() > end) throw error;
      await pause(1 + Math.random() * 4);
    }
  }
}

async function setPragmas(raw: Database.Database, maxMs: number) {
  await retryBusy(() => {
    for (const [name, value] of Object.entries(PRAGMAS)) raw.pragma(`${name} = ${value}`);
  }, maxMs);
  for (const [name, value] of Object.entries(PRAGMAS)) {
    const found = raw.pragma(name, { simple: true });
    if (found !== value) throw new Error(`PRAGMA ${name} is ${String(found)}, expected ${value}`);
  }
}

const hasTable = (raw: Database.Database, name: string) =>
  raw.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined;

function appliedMigrations(raw: Database.Database): number[] {
  if (!hasTable(raw, "__drizzle_migrations")) return [];
  const rows = raw.prepare("SELECT created_at FROM __drizzle_migrations").pluck().all();
  return rows.map(Number);
}

async function verifiedBackup(raw: Database.Database, file: string) {
  await raw.backup(file);
  const copy = new Database(file, { readonly: true });
  try {
    const found = copy.pragma("integrity_check", { simple: true });
    if (found !== "ok") throw new Error(`the backup before the migration is damaged: ${String(found)}`);
  } finally {
    copy.close();
  }
}

/** Migrates under a lock on a side file: Drizzle reads its journal before BEGIN, so two starting processes would collide. */
async function migrateSqlite(raw: Database.Database, file: string, backupFolder: string, maxMs: number) {
  const folder = migrationsFolder("sqlite");
  const known = knownMigrations(folder);
  const lock = new Database(`${file}.migration-lock`, { timeout: 25 });
  try {
    await retryBusy(() => lock.exec("BEGIN EXCLUSIVE"), maxMs);
    const applied = appliedMigrations(raw);
    refuseNewer(applied, known);
    if (known.some((at) => !applied.includes(at))) {
      if (hasTable(raw, "users")) await verifiedBackup(raw, backupName(backupFolder, Date.now()));
      raw.pragma("foreign_keys = OFF"); // a table rebuild would otherwise delete all child rows
      await retryBusy(() => migrate(drizzle(raw), { migrationsFolder: folder }), maxMs);
      const broken = raw.pragma("foreign_key_check");
      if (Array.isArray(broken) && broken.length > 0)
        throw new Error(`${broken.length} broken references after migrating`);
      raw.pragma("foreign_keys = ON");
    }
    await retryBusy(
      () => raw.transaction(() => sqliteTriggers().forEach((sql) => void raw.exec(sql))).immediate(),
      maxMs,
    );
  } finally {
    lock.close();
  }
}

interface Waiting {
  run(): Promise<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Opens a SQLite file: one writer with group commit, one read-only connection. */
export async function openSqlite(file: string, options: StoreOptions = {}): Promise<Store> {
  const { group = 64, maxMs = 10_000, backupFolder = join(dirname(file), "backups") } = options;
  const raw = new Database(file, { timeout: 25 });
  await setPragmas(raw, maxMs);
  await migrateSqlite(raw, file, backupFolder, maxMs);
  await setPragmas(raw, maxMs);
  const readerRaw = new Database(file, { readonly: true, timeout: 1000 });
  const db = drizzle(raw, { logger: writeLogger });
  const writer = { db, insertMany: sqliteInsertMany(raw, db) };
  const waiting: Waiting[] = [];
  let running = false;

  async function runBatch(batch: Waiting[]) {
    const settle: (() => void)[] = [];
    try {
      await retryBusy(() => raw.exec("BEGIN IMMEDIATE"), maxMs);
      for (const one of batch) {
        raw.exec("SAVEPOINT one");
        try {
          const value = await one.run();
          raw.exec("RELEASE one");
          settle.push(() => one.resolve(value));
        } catch (error) {
          raw.exec("ROLLBACK TO one; RELEASE one");
          settle.push(() => one.reject(error));
        }
      }
      raw.exec("COMMIT");
      for (const done of settle) done();
    } catch (error) {
      if (raw.inTransaction) raw.exec("ROLLBACK");
      for (const one of batch) one.reject(error);
    }
  }
  async function drain() {
    running = true;
    while (waiting.length > 0) await runBatch(waiting.splice(0, group));
    running = false;
  }
  return {
    read: drizzle(readerRaw) as unknown as Queryable,
    async transaction<R>(body: Parameters<Store["transaction"]>[0]): Promise<R> {
      refuseNested();
      return new Promise<R>((resolve, reject) => {
        const run = bindToCaller(() => guarded(writer, body, maxMs));
        waiting.push({ run, resolve: (value) => resolve(value as R), reject });
        if (!running) void drain();
      });
    },
    async consistentRead(body) {
      const view = new Database(file, { readonly: true, timeout: 1000 });
      try {
        // the view is taken by the first read after BEGIN
        view.exec("BEGIN; SELECT count(*) FROM sqlite_master");
        return await body(drizzle(view) as unknown as Queryable);
      } finally {
        view.close();
      }
    },
    backup: (target) => verifiedBackup(raw, target),
    async close() {
      while (running) await pause(1);
      readerRaw.close();
      raw.close();
    },
  };
}
