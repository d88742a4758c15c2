import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { snapshotByNumber } from "@/db/queries/snapshots";
import { invalid } from "../errors";
import type { OperationContext } from "../operation";

/** A snapshot's lines are canonical: the id stands first. */
const ID = /^\{"id":("(?:[^"\\]|\\.)*")/;

/** The user's own ids of the items in a snapshot of the project, from its file, whose hash is checked. */
export async function snapshotMembers(
  { store, data }: Pick<OperationContext, "store" | "data">,
  { projectId, number }: { projectId: number; number: number },
): Promise<string[]> {
  const snapshot = await snapshotByNumber(store.read, { projectId, number });
  if (!snapshot) throw invalid(`The project has no snapshot ${number}.`, "trainedOn");
  const hash = createHash("sha256");
  const ids: string[] = [];
  let rest = "";
  for await (const chunk of createReadStream(data.snapshot(snapshot.itemsHash), "utf8")) {
    hash.update(chunk);
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [, id] = ID.exec(line) ?? [];
      if (id === undefined) throw invalid(`Line ${ids.length + 1} of snapshot ${number} names no item.`, "trainedOn");
      ids.push(JSON.parse(id) as string);
    }
  }
  if (hash.digest("hex") !== snapshot.itemsHash)
    throw invalid(`The file of snapshot ${number} is damaged: its hash differs.`, "trainedOn");
  return ids;
}
