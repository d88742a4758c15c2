import { AsyncLocalStorage } from "node:async_hooks";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import { dialect } from "./columns";

type Orm = NodePgDatabase;

/** Reading: what both doors offer. */
export type Queryable = Pick<Orm, "select" | "selectDistinct" | "$with" | "with" | "$count">;
/** Writing: only inside `store.transaction`, dead after its body. */
export type Transaction = Queryable & Pick<Orm, "insert" | "update" | "delete">;

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

interface Writes {
  built: number;
  ran: number;
}
const inside = new AsyncLocalStorage<Writes>();

/** Counts what was really sent, for the guard against writes that nobody awaited. */
export const writeLogger = {
  logQuery(query: string) {
    const writes = inside.getStore();
    if (writes && /^\s*(with\b.*?\)\s*)?(insert|update|delete)\b/is.test(query)) writes.ran++;
  },
};

export const refuseNested = () => {
  if (inside.getStore()) throw new Error("store.transaction inside store.transaction");
};

/** Binds a queued body to the context of the one who called, else it would run in another request's. */
export const bindToCaller = <T>(work: () => T): (() => T) => AsyncLocalStorage.bind(work);

/** Runs a body on a handle that dies with it, within a time limit, and refuses a write that was built but not awaited. */
export async function guarded<R>(db: object, body: (tx: Transaction) => Promise<R>, maxMs: number): Promise<R> {
  const writes: Writes = { built: 0, ran: 0 };
  let timer: NodeJS.Timeout | undefined;
  const handle = Proxy.revocable(db, {
    get(target, name, self) {
      if (name === "insert" || name === "update" || name === "delete") writes.built++;
      return Reflect.get(target, name, self);
    },
  });
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`transaction exceeded ${maxMs} ms`)), maxMs);
    });
    const run = inside.run(writes, async () => await body(handle.proxy as Transaction));
    const value = await Promise.race([run, late]);
    if (writes.built > writes.ran) throw new Error("a write in this transaction was not awaited");
    return value;
  } finally {
    clearTimeout(timer);
    handle.revoke();
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Opens and migrates the store of this process: a file (SQLite) or a connection string (PostgreSQL). */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  if (dialect === "postgres") return (await import("./store-postgres")).openPostgres(url, options);
  return (await import("./store-sqlite")).openSqlite(url, options);
}
