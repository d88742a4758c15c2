import { resolve } from "node:path";
import { withStore } from "./open-here";

/** A consistent, verified copy of the database, also while the server runs. */
export function backup(file: string): Promise<number> {
  return withStore(async ({ store }) => {
    await store.backup(resolve(file));
    process.stdout.write(`The database is copied to ${file} and checked.\n`);
    return 0;
  });
}
