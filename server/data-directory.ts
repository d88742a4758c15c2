import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newSecret } from "./auth/secret";

const FOLDERS = ["media", "models", "uploads", "exports", "snapshots", "backups"] as const;

/** The places where files lie; names on disk are hashes or numbers, never a user's. */
export interface DataDirectory {
  folder: string;
  database: string;
  /** Key material of sign-in; 0600. */
  secret: string;
  isDemo: boolean;
  media(sha256: string): string;
  thumbnail(sha256: string): string;
  model(sha256: string): string;
  upload(sha256: string): string;
  exportFile(exportId: number, name: string): string;
  snapshot(hash: string): string;
  backups: string;
}

const DEMO_MARK = "this-is-a-demo";

function readSecret(folder: string): string {
  const file = join(folder, "secret");
  try {
    const handle = openSync(file, "wx", 0o600);
    writeFileSync(handle, newSecret());
    closeSync(handle);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const secret = readFileSync(file, "utf8").trim();
  if (secret.length < 32)
    throw new Error(`${file} is too short to be a secret: delete it, and everybody signs in again.`);
  return secret;
}

const sharded = (folder: string, hash: string) => {
  mkdirSync(join(folder, hash.slice(0, 2)), { recursive: true });
  return join(folder, hash.slice(0, 2), hash);
};

/** Makes the data directory if it is not there yet. */
export function openDataDirectory(folder: string): DataDirectory {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of FOLDERS) mkdirSync(join(/* turbopackIgnore: true */ folder, name), { recursive: true });
  return {
    folder,
    database: join(folder, "concord.db"),
    secret: readSecret(folder),
    isDemo: isMarkedAsDemo(folder),
    media: (sha256) => sharded(join(folder, "media"), sha256),
    thumbnail: (sha256) => `${sharded(join(folder, "media"), sha256)}.256.webp`,
    model: (sha256) => join(folder, "models", `${sha256}.onnx`),
    upload: (sha256) => join(folder, "uploads", sha256),
    exportFile: (exportId, name) => join(folder, "exports", `${exportId}-${name}`),
    snapshot: (hash) => join(folder, "snapshots", hash),
    backups: join(folder, "backups"),
  };
}

export const isMarkedAsDemo = (folder: string) => existsSync(join(folder, DEMO_MARK));

export function markAsDemo(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, DEMO_MARK), "Deleting this folder deletes the demo.\n");
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

/** One server per data directory: two would each run the other's jobs. */
export function lockDataDirectory(folder: string) {
  const file = join(folder, "lock");
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const handle = openSync(file, "wx", 0o600);
      writeFileSync(handle, String(process.pid));
      closeSync(handle);
      process.once("exit", () => rmSync(file, { force: true }));
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      const holder = Number(readFileSync(file, "utf8"));
      if (holder !== process.pid && isAlive(holder))
        throw new Error(
          `Another Concord (process ${holder}) uses ${folder}. Stop it, or set CONCORD_DATA to another folder.`,
        );
      rmSync(file, { force: true });
    }
  }
}
