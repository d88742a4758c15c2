import { z } from "zod";
import { ID_RULES, PROBABILITY_SCALES } from "@/core/dataset/dataset-record";
import { insertJob, unfinishedJobs } from "@/db/queries/jobs";
import { writeAudit } from "../audit";
import { conflict } from "../errors";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";
import { ownUpload } from "../upload/receive-upload";

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const StartImportInput = z.strictObject({
  projectId: Id,
  /** The uploaded data file: JSONL or CSV, found out from its content unless stated. */
  sha256: Sha256,
  /** A zip of the pictures and sounds that the rows name. */
  mediaSha256: Sha256.nullable().default(null),
  format: z.enum(["auto", "jsonl", "csv"]).default("auto"),
  dryRun: z.boolean().default(false),
  onExisting: z.enum(["skip", "update", "fail"]).default("skip"),
  idRule: z.enum(ID_RULES).default("column"),
  /** For predictions that name no model. */
  modelName: z.string().trim().min(1).max(128).nullable().default(null),
  /** For predictions that do not say. */
  outOfSample: z.boolean().nullable().default(null),
  /** Of annotations that state none. */
  mode: z.enum(["blind", "assisted"]).nullable().default(null),
  /** For annotations without a time. */
  annotatedAt: z.int().min(0).nullable().default(null),
  annotatorKind: z.enum(["external", "simulated"]).default("external"),
  annotatorNote: z.string().max(2000).nullable().default(null),
  scale: z.enum(PROBABILITY_SCALES).default("probability"),
  sumTolerance: z.union([z.literal(0.01), z.literal(0.05)]).default(0.01),
});
export type StartImportInput = z.output<typeof StartImportInput>;

/** Starts an import, or its dry run, which reads the whole file and writes nothing. */
export async function startImport(context: OperationContext, input: StartImportInput) {
  const { store, actor, now } = context;
  const { projectId } = input;
  await authorize(store.read, { actor, projectId, operation: "data.import" });
  const upload = await ownUpload(context, input.sha256);
  if (input.mediaSha256 !== null) await ownUpload(context, input.mediaSha256);
  return store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "data.import" });
    if ((await unfinishedJobs(tx, { projectId, kind: "import" })).length > 0)
      throw conflict("An import is running already.");
    const jobId = await insertJob(tx, { projectId, kind: "import", input, createdBy: actor.userId, createdAt: now });
    await writeAudit(
      tx,
      { actor, now },
      {
        projectId,
        action: input.dryRun ? "data.dry-run" : "data.import",
        subject: upload.name,
        data: { sha256: input.sha256 },
      },
    );
    return { jobId };
  });
}
