import { z } from "zod";
import { insertJob } from "@/db/queries/jobs";
import { projectExports, projectSnapshots, snapshotById } from "@/db/queries/snapshots";
import { writeAudit } from "../audit";
import { notFound } from "../errors";
import { Id, type OperationContext, type ProjectInput } from "../operation";
import { authorize } from "../permission";

export const CreateSnapshotInput = z.strictObject({ projectId: Id, note: z.string().trim().max(1000).default("") });

/** Starts the writing of an immutable version of the data set. */
export async function startSnapshot(
  { store, actor, now }: OperationContext,
  input: z.output<typeof CreateSnapshotInput>,
) {
  const { projectId, note } = input;
  return store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "snapshot.create" });
    const jobId = await insertJob(tx, { projectId, kind: "snapshot", input, createdBy: actor.userId, createdAt: now });
    await writeAudit(tx, { actor, now }, { projectId, action: "snapshot.create", subject: note || "snapshot" });
    return { jobId };
  });
}

export const ExportInput = z.strictObject({
  projectId: Id,
  snapshotId: Id,
  format: z.enum(["jsonl", "csv"]),
  /** For spreadsheets, cells that look like formulas are escaped: lossy. */
  forSpreadsheets: z.boolean().default(false),
  includeUndecided: z.boolean().default(false),
  pseudonyms: z.boolean().default(false),
});
export type ExportInput = z.output<typeof ExportInput>;

/** Starts an export, which derives from the snapshot's file alone. */
export async function startExport({ store, actor, now }: OperationContext, input: ExportInput) {
  const { projectId, snapshotId } = input;
  return store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "export.create" });
    const snapshot = await snapshotById(tx, { projectId, snapshotId });
    if (!snapshot) throw notFound("snapshot");
    const jobId = await insertJob(tx, { projectId, kind: "export", input, createdBy: actor.userId, createdAt: now });
    await writeAudit(
      tx,
      { actor, now },
      { projectId, action: "export.create", subject: `snapshot ${snapshot.number} as ${input.format}` },
    );
    return { jobId };
  });
}

/** Snapshots of the project, newest first, and the exports made from them. */
export async function listSnapshots({ store, actor }: OperationContext, { projectId }: z.infer<typeof ProjectInput>) {
  await authorize(store.read, { actor, projectId, operation: "snapshot.read" });
  const exports = await projectExports(store.read, { projectId });
  return (await projectSnapshots(store.read, { projectId })).map((snapshot) => ({
    ...snapshot,
    exports: exports
      .filter((one) => one.snapshotId === snapshot.id)
      .map(({ id, format, options, file, bytes, createdBy, createdAt }) => ({
        id,
        format,
        options,
        file,
        bytes,
        createdBy,
        createdAt,
      })),
  }));
}
