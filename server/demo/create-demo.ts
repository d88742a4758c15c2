import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dialect } from "@/db/columns";
import { insertUser } from "@/db/queries/users";
import { openStore } from "@/db/store";
import { isMarkedAsDemo, markAsDemo, openDataDirectory } from "../data-directory";
import type { Actor } from "../operation";
import { makeClothes, makeOpinions, makeReviews } from "./demo-projects";
import { DemoRun } from "./demo-run";

const COMPLETE = "demo-is-complete";
const NAMES = {
  owner: "Demo owner",
  ann: "Demo annotator 1",
  ben: "Demo annotator 2",
  judge: "Demo adjudicator",
} as const;

/** Is that folder a finished demo? */
export const isDemoComplete = (folder: string) => existsSync(join(folder, COMPLETE));

/** Deletes a demo, and nothing but a demo. */
export function deleteDemo(folder: string) {
  if (!existsSync(folder)) return;
  if (!isMarkedAsDemo(folder)) throw new Error(`${folder} is not a demo: it stays as it is.`);
  rmSync(folder, { recursive: true });
}

/** Fills a data directory with the three demo projects from real data; nothing is labeled beforehand. */
export async function createDemo({
  folder,
  perClass = 400,
  say,
}: {
  folder: string;
  perClass?: number;
  say: (line: string) => void;
}) {
  if (dialect !== "sqlite") throw new Error("The demo lives in a file of its own: unset DATABASE_URL.");
  markAsDemo(folder);
  const data = openDataDirectory(folder);
  const store = await openStore(data.database, { backupFolder: data.backups });
  try {
    const now = Date.now();
    const person = async (key: keyof typeof NAMES): Promise<Actor> => {
      const email = `${NAMES[key].toLowerCase().replaceAll(" ", "-")}@demo.invalid`;
      const isAdmin = key === "owner";
      const user = await store.transaction((tx) =>
        insertUser(tx, { email, name: NAMES[key], passwordHash: null, isAdmin, now }),
      );
      return { userId: user.id, name: user.name, email, isAdmin };
    };
    const owner = await person("owner");
    const people = { annotators: [await person("ann"), await person("ben")], adjudicator: await person("judge") };
    const run = new DemoRun(store, data, owner, say);
    await makeReviews(run, people);
    await makeOpinions(run, people);
    await makeClothes(run, people, perClass);
    writeFileSync(join(folder, COMPLETE), `${new Date().toISOString()}\n`);
  } finally {
    await store.close();
  }
}
