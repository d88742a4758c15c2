import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Pool, type PoolClient } from "pg";
import { isRetryable } from "./errors";
import { knownMigrations, migrationsFolder, postgresTriggers, refuseNewer } from "./migrate";
import type { Store, StoreOptions } from "./store";
import { postgresInsertMany } from "./store-bulk-insert";
import { countBuilt, guarded, pause, refuseNested, writeLogger } from "./transaction-guard";

/** One number for all of Concord's processes: who starts first migrates. */
const MIGRATION_LOCK = 4107_2024;

function openPool(url: string, extra: string): Pool {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    options: `-c idle_in_transaction_session_timeout=30000 ${extra}`.trim(),
  });
  // an idle connection that breaks is replaced by the pool; without a listener the process would end
  pool.on("error", () => undefined);
  return pool;
}

async function migratePostgres(client: PoolClient) {
  const folder = migrationsFolder("postgres");
  await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
  try {
    const journal = await client.query("SELECT to_regclass('drizzle.__drizzle_migrations') AS name");
    if (journal.rows[0]?.name) {
      const applied = await client.query("SELECT created_at FROM drizzle.__drizzle_migrations");
      refuseNewer(
        applied.rows.map((row) => Number(row.created_at)),
        knownMigrations(folder),
      );
    }
    await migrate(drizzle(client), { migrationsFolder: folder });
    for (const statement of postgresTriggers()) await client.query(statement);
    const durable = await client.query("SHOW synchronous_commit");
    if (durable.rows[0]?.synchronous_commit === "off")
      throw new Error("synchronous_commit is off: an acknowledged answer could be lost. Switch it on.");
  } finally {
    await client.query("SELECT pg_advisory_unlock($1)", [MIGRATION_LOCK]);
  }
}

/** Opens PostgreSQL: a pool for transactions, a second one that cannot write. */
export async function openPostgres(url: string, { maxMs = 10_000 }: StoreOptions = {}): Promise<Store> {
  const pool = openPool(url, "");
  const readers = openPool(url, "-c default_transaction_read_only=on");
  const client = await pool.connect();
  try {
    await migratePostgres(client);
  } finally {
    client.release();
  }
  const db: NodePgDatabase = drizzle(pool, { logger: writeLogger });
  const reader = drizzle(readers);
  return {
    read: reader,
    consistentRead: (body) =>
      reader.transaction((view) => body(view), { isolationLevel: "repeatable read", accessMode: "read only" }),
    async transaction(body) {
      refuseNested();
      for (let attempt = 0; ; attempt++) {
        try {
          return await db.transaction((tx) =>
            guarded({ db: tx, insertMany: postgresInsertMany(tx, countBuilt) }, body, maxMs),
          );
        } catch (error) {
          if (attempt >= 8 || !isRetryable(error)) throw error;
          await pause(2 ** attempt * 5 * (1 + Math.random()));
        }
      }
    },
    backup: () => Promise.reject(new Error("On PostgreSQL use pg_dump for a backup.")),
    async close() {
      await pool.end();
      await readers.end();
    },
  };
}
