import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { dialect } from "./columns";
import type { InsertMany } from "./store-bulk-insert";

type Orm = NodePgDatabase;

/** Reading: what both doors offer. */
export type Queryable = Pick<Orm, "select" | "selectDistinct" | "$with" | "with" | "$count">;
/** Writing: only inside `store.transaction`, dead after its body. */
export type Transaction = Queryable & Pick<Orm, "insert" | "update" | "delete"> & { insertMany: InsertMany };

export interface Store {
  readonly read: Queryable;
  /**
   * Runs a body and answers after COMMIT with full durability. A throw rolls the body back, alone.
   * On PostgreSQL a body can run again, so it has no effects but its rows.
   */
  transaction<R>(body: (tx: Transaction) => Promise<R>): Promise<R>;
  /** Runs a body on one unchanging view of the database, however long it takes and whatever is written meanwhile. */
  consistentRead<R>(body: (db: Queryable) => Promise<R>): Promise<R>;
  /** A consistent copy of the database as one file (SQLite only). */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** SQLite: how many waiting bodies share one COMMIT; 64 by default. */
  group?: number;
  /** Time limit of a body, and of waiting for another process; 10,000 ms by default. */
  maxMs?: number;
  /** SQLite: where the copy goes that is made before a migration; beside the database by default. */
  backupFolder?: string;
}

/** Opens and migrates the store of this process: a file (SQLite) or a connection string (PostgreSQL). */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  if (dialect === "postgres") return (await import("./store-postgres")).openPostgres(url, options);
  return (await import("./store-sqlite")).openSqlite(url, options);
}
