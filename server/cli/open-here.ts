import { dialect } from "@/db/columns";
import { openStore, type Store } from "@/db/store";
import { type DataDirectory, openDataDirectory } from "../data-directory";
import { readEnvironment } from "../environment";

/** Runs work on the store that the environment names, and closes it. */
export async function withStore<R>(work: (at: { store: Store; data: DataDirectory }) => Promise<R>): Promise<R> {
  const environment = readEnvironment();
  const data = openDataDirectory(environment.dataFolder);
  const store = await openStore(dialect === "postgres" ? environment.databaseUrl : data.database, {
    backupFolder: data.backups,
  });
  try {
    return await work({ store, data });
  } finally {
    await store.close();
  }
}
