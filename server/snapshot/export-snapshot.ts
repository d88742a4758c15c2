import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { csvLosses } from "@/core/dataset/csv-losses";
import { writeAnnotationsCsv, writeItemsCsv, writePredictionsCsv } from "@/core/dataset/csv-writer";
import { type DatasetRecord, DEFAULT_RECORD_OPTIONS, labelOrder } from "@/core/dataset/dataset-record";
import { readJsonl } from "@/core/dataset/jsonl";
import { buildManifest, type Manifest, type ManifestFile, writeManifest } from "@/core/dataset/manifest";
import { parseRecordLine } from "@/core/dataset/parse-record";
import { writeRecordLine } from "@/core/dataset/record-line";
import { parseSchemaFile, schemaJson } from "@/core/dataset/schema-file";
import { projectById } from "@/db/queries/projects";
import { insertExport, type SnapshotRow, snapshotById } from "@/db/queries/snapshots";
import { sha256Of } from "../dataset/import-plan";
import { notFound } from "../errors";
import type { JobContext } from "../jobs/job-context";
import { authorize } from "../permission";
import { SnapshotCounter } from "./snapshot-counts";
import { ExportInput } from "./start-snapshot";

/** Zips of equal content are equal files. */
const FIXED_TIME = new Date(Date.UTC(2000, 0, 1, 12));

type Schema = ReturnType<typeof parseSchemaFile>;

/** The snapshot's records that the choices keep, in its order. */
async function* keptRecords(
  path: string,
  schema: Schema,
  input: ExportInput,
  counter: SnapshotCounter,
): AsyncGenerator<DatasetRecord> {
  const names = schema.labelSet.labels.map((label) => label.name);
  const options = {
    ...DEFAULT_RECORD_OPTIONS,
    media: schema.labelSet.media,
    task: schema.labelSet.task,
    labels: labelOrder(names),
    sumTolerance: 1,
  };
  const pseudonyms = new Map<string, string>();
  for await (const { line, raw } of readJsonl(createReadStream(path))) {
    const parsed = parseRecordLine(raw ?? "", line, options);
    if (!parsed.ok) throw new Error(`line ${line} of the snapshot does not read: ${parsed.message}`);
    const { record } = parsed;
    const status = record.resolved?.status;
    if (!input.includeUndecided && (status === "undecidable" || status === "excluded")) {
      counter.leave(status);
      continue;
    }
    if (input.pseudonyms) hideNames(record, pseudonyms);
    counter.add(record);
    yield record;
  }
}

/** Replaces everybody's name by a number in order of appearance. */
function hideNames(record: DatasetRecord, known: Map<string, string>) {
  const pseudonym = (name: string) => {
    const found = known.get(name) ?? `person-${known.size + 1}`;
    known.set(name, found);
    return found;
  };
  for (const annotation of record.annotations) annotation.annotator = pseudonym(annotation.annotator);
  for (const adjudication of record.adjudications) adjudication.by = pseudonym(adjudication.by);
}

async function writeFileHashed(
  path: string,
  lines: Iterable<string> | AsyncIterable<string>,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  async function* measured() {
    for await (const line of lines) {
      hash.update(line);
      bytes += Buffer.byteLength(line);
      yield line;
    }
  }
  await pipeline(measured, createWriteStream(path, { flush: true }));
  return { bytes, sha256: hash.digest("hex") };
}

interface Written {
  files: ManifestFile[];
  losses: Manifest["losses"];
}

/** Data files of the export, written to temporary places, and what they cannot hold; `schema.json` goes along as it is. */
async function writeDataFiles(
  context: JobContext,
  {
    input,
    snapshot,
    schema,
    temporary,
    counter,
  }: {
    input: ExportInput;
    snapshot: SnapshotRow;
    schema: Schema;
    temporary: (name: string) => string;
    counter: SnapshotCounter;
  },
): Promise<Written> {
  const source = context.data.snapshot(snapshot.itemsHash);
  const schemaText = await readFile(context.data.snapshot(snapshot.schemaHash), "utf8");
  const files: ManifestFile[] = [];
  let losses: Written["losses"] = [];
  const add = async (path: string, lines: Iterable<string> | AsyncIterable<string>) => {
    files.push({ path, ...(await writeFileHashed(temporary(path), lines)) });
  };
  const records = keptRecords(source, schema, input, counter);
  if (input.format === "jsonl") {
    async function* lines() {
      for await (const record of records) yield `${writeRecordLine(record)}\n`;
    }
    await add("items.jsonl", lines());
  } else {
    // columns depend on all rows: the table is walked twice
    const all: DatasetRecord[] = [];
    for await (const record of records) all.push(record);
    const names = schema.labelSet.labels.map((label) => label.name);
    const mode = input.forSpreadsheets ? "spreadsheet" : "machine";
    await add("items.csv", writeItemsCsv(all, { mode, posterior: names }));
    await add("predictions.csv", writePredictionsCsv(all, { mode, labels: names }));
    await add("annotations.csv", writeAnnotationsCsv(all, { mode }));
    losses = csvLosses(all, mode);
  }
  await add("schema.json", [schemaText]);
  return { files, losses };
}

async function writeZip(path: string, entries: { path: string; file: string }[]) {
  const zip = new ZipFile();
  for (const entry of [...entries].sort((a, b) => (a.path < b.path ? -1 : 1)))
    zip.addFile(entry.file, entry.path, { mtime: FIXED_TIME, mode: 0o100644, compress: true });
  zip.end();
  const out = createWriteStream(path);
  zip.outputStream.pipe(out);
  await once(out, "close");
  const handle = await open(path, "r+");
  await handle.sync();
  await handle.close();
}

/** Job: a zip with data files and manifest, derived from the snapshot's file alone: the same choices give the same data bytes. */
export async function exportSnapshot(context: JobContext, raw: unknown) {
  const input = ExportInput.parse(raw);
  const { projectId, snapshotId } = input;
  const { store, data, actor, now } = context;
  await authorize(store.read, { actor, projectId, operation: "export.create" });
  const snapshot = await snapshotById(store.read, { projectId, snapshotId });
  const project = await projectById(store.read, projectId);
  if (!snapshot || !project) throw notFound("snapshot");
  const schema = parseSchemaFile(await readFile(data.snapshot(snapshot.schemaHash), "utf8"));
  const mark = randomUUID();
  const temporary = (name: string) => data.exportFile(0, `partial-${mark}-${name}`);
  const counter = new SnapshotCounter();
  const made: string[] = [];
  try {
    const { files, losses } = await writeDataFiles(context, { input, snapshot, schema, temporary, counter });
    made.push(...files.map((file) => temporary(file.path)));
    const { format, includeUndecided, pseudonyms, forSpreadsheets } = input;
    const manifest = buildManifest(
      {
        project: project.name,
        snapshot: {
          number: snapshot.number,
          seq: snapshot.eventSeq,
          createdAt: new Date(snapshot.createdAt).toISOString(),
          createdBy: snapshot.createdBy,
          note: snapshot.note || null,
        },
        target: `concord-${format}`,
        targetOptions: { pseudonyms, forSpreadsheets },
        filters: { includeUndecided },
        counts: counter.counts(),
        labelSchema: { ...schemaJson(schema) },
        consensus: {
          method: "strict-majority",
          minAnswers: project.settings.minAnswers,
          rule: `The label that more than half of at least ${project.settings.minAnswers} current answers give; a decision by an adjudicator goes before; else the given label.`,
          source: project.settings.source,
        },
        runs: schema.runs,
        losses,
        exportedAt: new Date(now).toISOString(),
        exportedBy: actor.email,
        producer: { name: "concord", version: "0.1.0" },
        files,
        snapshotFiles: { items: snapshot.itemsHash, schema: snapshot.schemaHash },
      },
      sha256Of,
    );
    await writeFileHashed(temporary("manifest.json"), [writeManifest(manifest)]);
    made.push(temporary("manifest.json"), temporary("zip"));
    await writeZip(
      temporary("zip"),
      [...files.map((file) => file.path), "manifest.json"].map((path) => ({ path, file: temporary(path) })),
    );
    const name = `${project.slug}-v${snapshot.number}-${format}.zip`;
    const { size } = await stat(temporary("zip"));
    const exportId = await store.transaction((tx) =>
      insertExport(tx, {
        projectId,
        snapshotId,
        format,
        options: { ...input },
        file: name,
        bytes: size,
        manifest,
        createdBy: actor.email,
        createdAt: now,
      }),
    );
    await rename(temporary("zip"), data.exportFile(exportId, name));
    return { exportId, file: name, items: counter.counts().items };
  } finally {
    for (const path of made) await rm(path, { force: true });
  }
}
