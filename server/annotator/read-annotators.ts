import type { z } from "zod";
import { answersPerAnnotator } from "@/db/queries/annotations";
import { projectAnnotators } from "@/db/queries/annotators";
import type { OperationContext, ProjectInput } from "../operation";
import { authorize } from "../permission";

/** Who answered how much; private to managers. */
export async function listAnnotators({ store, actor }: OperationContext, { projectId }: z.infer<typeof ProjectInput>) {
  const project = await authorize(store.read, { actor, projectId, operation: "annotator.read" });
  const counts = new Map((await answersPerAnnotator(store.read, { projectId })).map((row) => [row.annotatorId, row]));
  const people = await projectAnnotators(store.read, { projectId });
  return {
    note: project.settings.annotatorNote,
    rows: people.map((person) => ({
      ...person,
      answers: counts.get(person.id)?.answers ?? 0,
      unsure: counts.get(person.id)?.unsure ?? 0,
    })),
  };
}
