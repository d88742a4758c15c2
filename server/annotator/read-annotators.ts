import type { z } from "zod";
import { answersPerAnnotator } from "@/db/queries/annotations";
import { projectAnnotators } from "@/db/queries/annotators";
import type { OperationContext, ProjectInput } from "../operation";
import { authorize } from "../permission";

/** Nobody reads, decides and presses a key in so little active time. */
const FAST_MS = 200;

/** Who answered how much, how sure and how fast; private to managers. */
export async function listAnnotators({ store, actor }: OperationContext, { projectId }: z.infer<typeof ProjectInput>) {
  const project = await authorize(store.read, { actor, projectId, operation: "annotator.read" });
  const counts = new Map(
    (await answersPerAnnotator(store.read, { projectId, fastMs: FAST_MS })).map((row) => [row.annotatorId, row]),
  );
  const people = await projectAnnotators(store.read, { projectId });
  return {
    note: project.settings.annotatorNote,
    rows: people.map((person) => ({
      ...person,
      answers: counts.get(person.id)?.answers ?? 0,
      unsure: counts.get(person.id)?.unsure ?? 0,
      timed: counts.get(person.id)?.timed ?? 0,
      fast: counts.get(person.id)?.fast ?? 0,
    })),
  };
}
