import { dialect } from "@/db/columns";
import { allUsers } from "@/db/queries/users";
import { openStore, type Store } from "@/db/store";
import { makeDemoLinks, makeSetupLink } from "./auth/sign-in";
import { type DataDirectory, lockDataDirectory, openDataDirectory } from "./data-directory";
import { type Environment, readEnvironment } from "./environment";
import { startJobRunner } from "./jobs/job-runner";

export interface Server {
  store: Store;
  data: DataDirectory;
  environment: Environment;
  secret: string;
}

const shared = globalThis as { concordServer?: Promise<Server> };

async function open(): Promise<Server> {
  const environment = readEnvironment();
  const data = openDataDirectory(environment.dataFolder);
  lockDataDirectory(data.folder);
  const databaseUrl = dialect === "postgres" ? environment.databaseUrl : data.database;
  const store = await openStore(databaseUrl, { backupFolder: data.backups });
  startJobRunner({ store, data, databaseUrl });
  return { store, data, environment, secret: data.secret };
}

/** The one store of the process; route bundles are copies, so it sits on globalThis. */
export function getServer(): Promise<Server> {
  shared.concordServer ??= open();
  return shared.concordServer;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

async function greet({ store, data, environment }: Server) {
  const base = environment.url.origin;
  const now = Date.now();
  if (data.isDemo) {
    const people = await allUsers(store.read);
    const links = await makeDemoLinks(store, { userIds: people.map((p) => p.id), now });
    say(`\nConcord's demo is open at ${base}\nOne click signs you in as:`);
    for (const { userId, token } of links) {
      const person = people.find((p) => p.id === userId);
      say(`  ${(person?.name ?? "").padEnd(14)} ${base}/sign-in/link/${token}`);
    }
    say("");
    return;
  }
  const token = await makeSetupLink(store, { now });
  if (token) say(`\nSet Concord up: ${base}/setup#${token}\n(The link works once.)\n`);
}

/** Opens everything or ends the process with one line: a server that answers 500 to all helps nobody. */
export async function start() {
  try {
    await greet(await getServer());
  } catch (error) {
    process.stderr.write(`Concord cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
