import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB } from "idb";
import type { OutboxAnswer, OutboxEntry, SendResult } from "./outbox";

export type OutboxRecord = Omit<OutboxEntry, "isOnDisk">;

/** Where answers wait until the server has them. */
export interface OutboxStorage {
  /** Resolves when the records are on the disk; what is there already is written over, not doubled. */
  put(records: readonly OutboxRecord[]): Promise<void>;
  /** The oldest answers that wait, in the order in which they were given. */
  waiting(limit: number): Promise<readonly OutboxAnswer[]>;
  all(): Promise<readonly OutboxRecord[]>;
  /** Takes out what the server has and marks what it refused. */
  settle(results: readonly SendResult[]): Promise<void>;
  remove(clientKeys: readonly string[]): Promise<void>;
  close(): void;
}

/** `order` comes from the database, so that the answers of all tabs stand in one order. */
interface Row extends OutboxRecord {
  order?: number;
  isWaiting: 0 | 1;
}
interface Schema extends DBSchema {
  answers: { key: number; value: Row; indexes: { key: string; waiting: [number, number] } };
}

type Answers = IDBPObjectStore<Schema, ["answers"], "answers", "readwrite">;

const keyOf = (answers: Answers, clientKey: string) => answers.index("key").getKey(clientKey);
const databaseName = (userId: number) => `concord-outbox-${userId}`;

async function openDatabase(userId: number, closed: () => void): Promise<IDBPDatabase<Schema>> {
  const database = await openDB<Schema>(databaseName(userId), 1, {
    upgrade(fresh) {
      const answers = fresh.createObjectStore("answers", { keyPath: "order", autoIncrement: true });
      answers.createIndex("key", "answer.clientKey", { unique: true });
      answers.createIndex("waiting", ["isWaiting", "order"]);
    },
    blocking() {
      database.close();
      closed();
    },
    terminated: closed,
  });
  return database;
}

/** The answers of one person in this browser's IndexedDB; another person has a database of their own. */
export function outboxStorage(userId: number): OutboxStorage {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const forget = () => {
    opened = null;
  };
  const database = () => {
    opened ??= openDatabase(userId, forget);
    opened.catch(forget);
    return opened;
  };
  const change = async (durability: IDBTransactionDurability, work: (answers: Answers) => Promise<void>) => {
    const transaction = (await database()).transaction("answers", "readwrite", { durability });
    // both, so that neither an error of the work nor one of the commit is left alone
    await Promise.all([
      work(transaction.store).catch((error) => {
        // all of it or nothing
        transaction.abort();
        throw error;
      }),
      transaction.done,
    ]);
  };
  return {
    put: (records) =>
      change("strict", async (answers) => {
        for (const record of records) {
          const order = await keyOf(answers, record.answer.clientKey);
          const isWaiting = record.refused === null ? 1 : 0;
          // without a number the database gives the next one
          await answers.put({ ...record, isWaiting, ...(order === undefined ? {} : { order }) });
        }
      }),
    async waiting(limit) {
      const range = IDBKeyRange.bound([1, 0], [1, Number.MAX_SAFE_INTEGER]);
      const rows = await (await database()).getAllFromIndex("answers", "waiting", range, limit);
      return rows.map((row) => row.answer);
    },
    async all() {
      const rows = await (await database()).getAll("answers");
      return rows.map(({ answer, refused }) => ({ answer, refused }));
    },
    settle: (results) =>
      change("relaxed", async (answers) => {
        for (const { clientKey, result, code } of results) {
          const order = await keyOf(answers, clientKey);
          if (order === undefined) continue;
          const row = result === "refused" ? await answers.get(order) : undefined;
          if (row) await answers.put({ ...row, isWaiting: 0, refused: code ?? "" });
          else await answers.delete(order);
        }
      }),
    remove: (clientKeys) =>
      change("strict", async (answers) => {
        for (const clientKey of clientKeys) {
          const order = await keyOf(answers, clientKey);
          if (order !== undefined) await answers.delete(order);
        }
      }),
    close() {
      void opened?.then((open) => open.close(), forget);
      opened = null;
    },
  };
}
