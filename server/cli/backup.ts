import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type CliCommand, UsageError } from "./command";
import { withStore } from "./open-here";

export const backupCommand: CliCommand = {
  help: `concord backup FILE: a verified copy of the database as one file, also while the server runs

  Environment: CONCORD_DATA, DATABASE_URL
`,
  run(args) {
    const [file, ...rest] = parseArgs({ args, allowPositionals: true, options: {} }).positionals;
    if (file === undefined || rest.length > 0) throw new UsageError("concord backup needs one FILE.");
    return backup(file);
  },
};

/** A consistent, verified copy of the database, also while the server runs. */
function backup(file: string): Promise<number> {
  return withStore(async ({ store }) => {
    await store.backup(resolve(file));
    process.stdout.write(`The database is copied to ${file} and checked.\n`);
    return 0;
  });
}
