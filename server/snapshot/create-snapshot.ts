import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { contentHash } from "@/core/dataset/manifest";
import { writeRecordLine } from "@/core/dataset/record-line";
import { type SchemaFile, type SchemaRun, writeSchemaFile } from "@/core/dataset/schema-file";
import { projectRuns } from "@/db/queries/models";
import { newestGuidelines, newestLabelSetVersion, projectById, projectLabels } from "@/db/queries/projects";
import { insertSnapshot } from "@/db/queries/snapshots";
import type { Queryable } from "@/db/store";
import { sha256Of } from "../dataset/import-plan";
import { notFound } from "../errors";
import type { JobContext } from "../jobs/job-context";
import { authorize } from "../permission";
import { itemRecords, modelTitle } from "./item-records";
import { SnapshotCounter } from "./snapshot-counts";
import { CreateSnapshotInput } from "./start-snapshot";

/** `schema.json` of the project as it is in this view. */
async function schemaOf(db: Queryable, projectId: number): Promise<SchemaFile> {
  const project = await projectById(db, projectId);
  if (!project) throw notFound("project");
  const labels = await projectLabels(db, { projectId });
  const guidelines = await newestGuidelines(db, { projectId });
  const runs = (await projectRuns(db, { projectId })).map(
    (run): SchemaRun => ({
      model: modelTitle(run),
      ...(run.source === "browser"
        ? { run: `browser ${run.provider ?? ""} ${run.id}` }
        : run.name
          ? { run: run.name }
          : {}),
      source: run.source,
      ...(run.fold === null ? {} : { fold: run.fold }),
      outOfSample: run.outOfSample,
      ...(run.provider ? { provider: run.provider } : {}),
      ...(run.runtimeVersion ? { runtimeVersion: run.runtimeVersion } : {}),
      ...(run.prepVersion ? { prepVersion: run.prepVersion } : {}),
      scale: "probability",
    }),
  );
  return {
    project: project.name,
    labelSet: {
      task: project.task,
      media: project.media,
      labels: labels.map(({ retiredAt, ...label }) => ({ ...label, retired: retiredAt !== null })),
    },
    version: (await newestLabelSetVersion(db, { projectId })) || null,
    guidelines: guidelines?.text || null,
    guidelineVersion: guidelines?.number ?? null,
    runs,
  };
}

/** Job: writes items.jsonl and schema.json from one unchanging view of the database, under the hash of their bytes. */
export async function createSnapshot(context: JobContext, raw: unknown) {
  const { projectId, note } = CreateSnapshotInput.parse(raw);
  const { store, data, actor, now } = context;
  await authorize(store.read, { actor, projectId, operation: "snapshot.create" });
  const partial = data.snapshot(`partial-${randomUUID()}`);
  const counter = new SnapshotCounter();
  try {
    const view = await store.consistentRead(async (db) => {
      const project = await projectById(db, projectId);
      const hash = createHash("sha256");
      const schema = await schemaOf(db, projectId);
      async function* lines() {
        let done = 0;
        for await (const record of itemRecords(db, { projectId, labels: await projectLabels(db, { projectId }) })) {
          const line = `${writeRecordLine(record)}\n`;
          counter.add(record);
          hash.update(line);
          yield line;
          if (++done % 500 === 0)
            await context.report({ done, total: project?.items ?? 0, phase: "writing the snapshot" });
        }
      }
      await pipeline(lines, createWriteStream(partial, { flags: "wx", flush: true }));
      return { eventSeq: project?.eventSeq ?? 0, itemsHash: hash.digest("hex"), schema };
    });
    const schemaText = writeSchemaFile(view.schema);
    const schemaHash = sha256Of(schemaText);
    await rename(partial, data.snapshot(view.itemsHash));
    await writeFile(data.snapshot(schemaHash), schemaText, { flush: true });
    const snapshot = await store.transaction((tx) =>
      insertSnapshot(tx, {
        projectId,
        eventSeq: view.eventSeq,
        contentHash: contentHash({ items: view.itemsHash, schema: schemaHash }, sha256Of),
        itemsHash: view.itemsHash,
        schemaHash,
        manifest: { counts: counter.counts() },
        note,
        createdBy: actor.email,
        createdAt: now,
      }),
    );
    return { snapshotId: snapshot.id, number: snapshot.number, items: counter.counts().items };
  } finally {
    await rm(partial, { force: true });
  }
}
