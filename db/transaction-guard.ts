import { AsyncLocalStorage } from "node:async_hooks";
import type { Transaction } from "./store";
import type { InsertMany } from "./store-bulk-insert";

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

/** Counts a statement that goes around the transaction's handle: the logger will see it run. */
export const countBuilt = () => {
  const writes = inside.getStore();
  if (writes) writes.built++;
};

export const refuseNested = () => {
  if (inside.getStore()) throw new Error("store.transaction inside store.transaction");
};

/** Binds a queued body to the context of the one who called, else it would run in another request's. */
export const bindToCaller = <T>(work: () => T): (() => T) => AsyncLocalStorage.bind(work);

/** Runs a body on a handle that dies with it, within a time limit, and refuses a write that was built but not awaited. */
export async function guarded<R>(
  { db, insertMany }: { db: object; insertMany: InsertMany },
  body: (tx: Transaction) => Promise<R>,
  maxMs: number,
): Promise<R> {
  const writes: Writes = { built: 0, ran: 0 };
  let timer: NodeJS.Timeout | undefined;
  const countedInsertMany: InsertMany = async (plan, rows) => {
    writes.built++;
    const made = await insertMany(plan, rows);
    writes.ran++;
    return made;
  };
  const handle = Proxy.revocable(db, {
    get(target, name, self) {
      if (name === "insertMany") return countedInsertMany;
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
