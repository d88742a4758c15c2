import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { DatasetFileError, type RowCode } from "@/core/dataset/dataset-problem";
import { DEFAULT_RECORD_OPTIONS, labelOrder, type RecordOptions } from "@/core/dataset/dataset-record";
import { valueCell } from "@/core/dataset/dataset-value";
import { ImportCounter, writeReject } from "@/core/dataset/import-report";
import type { RowCounts } from "@/core/dataset/parse-record";
import { rowSummary } from "@/core/item/row-data";
import { projectLabels } from "@/db/queries/projects";
import { invalid } from "../errors";
import type { JobContext } from "../jobs/job-context";
import { authorize } from "../permission";
import { ownUpload } from "../upload/receive-upload";
import { decideRows, type PendingRow } from "./decide-rows";
import { type ImportSurroundings, type PlannedRow, writeRows } from "./import-writer";
import { RowJudge } from "./judge-row";
import { readMedia } from "./read-media";
import { openRows, sniffFormat } from "./read-rows";
import { StartImportInput } from "./start-import";

/** Rows, predictions and answers of one transaction: some tens of milliseconds. */
const CHUNK = 1_500;
/** Of a check that looks nothing up: short, so that rows are gone while they are young. */
const CHUNK_UNSEEN = 200;
const READ_BYTES = 1 << 16;
const LISTED_ERRORS = 100;
const PREVIEW = 20;

const optionsOf = (
  input: StartImportInput,
  { media, task }: Pick<RecordOptions, "media" | "task">,
  names: string[],
): RecordOptions => ({
  ...DEFAULT_RECORD_OPTIONS,
  media,
  task,
  labels: labelOrder(names),
  sumTolerance: input.sumTolerance,
  scale: input.scale,
  fileMode: input.mode,
  fileTime: input.annotatedAt,
  modelName: input.modelName,
  outOfSample: input.outOfSample,
  idRule: input.idRule,
});

/** Appends rejected rows to a file that can be corrected and imported again. */
function rejectsFile(path: string) {
  const partial = `${path}.partial`;
  const stream = createWriteStream(partial);
  let count = 0;
  let isFull = false;
  return {
    add(line: string) {
      count++;
      isFull = !stream.write(`${line}\n`);
    },
    /** Waits until what was added is on its way to the disk. */
    async settle() {
      if (isFull) await once(stream, "drain");
      isFull = false;
    },
    async finish() {
      stream.end();
      await once(stream, "finish");
      await rename(partial, path);
      return count;
    },
  };
}

/** The rows of one import: counted, decided and stored by the chunk. */
class ImportRun {
  readonly counter = new ImportCounter();
  readonly errors: { line: number; code: string; field: string; message: string }[] = [];
  readonly preview: { id: string | null; text: string | null; image: string | null; label: string | null }[] = [];
  differing = 0;
  private pending: PendingRow[] = [];
  private weight = 0;
  private readonly chunk: number;

  constructor(
    private readonly context: JobContext,
    private readonly surroundings: ImportSurroundings,
    readonly rejects: ReturnType<typeof rejectsFile>,
  ) {
    this.chunk = surroundings.isFirst && surroundings.input.dryRun ? CHUNK_UNSEEN : CHUNK;
  }

  reject(at: { line: number; raw: string; counts: RowCounts }, why: { code: RowCode; field: string; message: string }) {
    const { code, field, message } = why;
    this.counter.reject(code, at.counts);
    if (this.errors.length < LISTED_ERRORS) this.errors.push({ line: at.line, code, field, message });
    this.rejects.add(writeReject({ line: at.line, code, field, message, raw: at.raw }));
  }

  /** True when enough rows wait for one transaction. */
  take(row: PendingRow): boolean {
    const { id, text, image, audio, data, label } = row.record;
    if (this.preview.length < PREVIEW)
      this.preview.push({
        id,
        text: text?.slice(0, 200) ?? (data && rowSummary(data, 200)),
        image: image ?? audio,
        label: label === null ? null : valueCell(label),
      });
    this.pending.push(row);
    this.weight += 1 + row.counts.predictions + row.counts.annotations;
    return this.weight >= this.chunk;
  }

  async flush() {
    const { context, surroundings } = this;
    const { input } = surroundings;
    const rows = this.pending;
    this.pending = [];
    this.weight = 0;
    const decisions = await decideRows(context.store.read, { rows, surroundings });
    const planned: PlannedRow[] = [];
    for (const [k, decision] of decisions.entries()) {
      const row = rows[k];
      if (!row) continue;
      const { line, id } = row.record;
      if (decision.result === "reject") this.reject({ line, raw: row.raw, counts: row.counts }, decision);
      else if (decision.result === "duplicate") {
        if (decision.differs) {
          this.differing++;
          this.counter.warn(line, `The item "${id}" is in the project and differs; it was left as it is.`);
        }
        this.counter.duplicate(line, decision.firstLine, row.counts);
      } else {
        this.counter.accept(decision.result === "create" ? "created" : "updated", row);
        planned.push({ result: decision.result, record: decision.record, files: row.files });
      }
    }
    if (input.onExisting === "fail" && decisions.some((one) => one.result === "duplicate"))
      throw invalid("The file holds items that the project has already; by your choice the whole file is refused.");
    if (!input.dryRun && planned.length > 0)
      await context.store.transaction((tx) => writeRows(tx, planned, surroundings));
  }
}

/** Job: reads the whole file, reports every row exactly once and, unless it is a dry run, stores the good ones. */
export async function importDataset(context: JobContext, raw: unknown) {
  const input = StartImportInput.parse(raw);
  const { projectId } = input;
  const project = await authorize(context.store.read, { actor: context.actor, projectId, operation: "data.import" });
  const upload = await ownUpload(context, input.sha256);
  const zip = input.mediaSha256 === null ? null : await ownUpload(context, input.mediaSha256);
  const labels = await projectLabels(context.store.read, { projectId });
  const options = optionsOf(
    input,
    project,
    labels.map((label) => label.name),
  );
  const surroundings: ImportSurroundings = {
    input,
    jobId: context.jobId,
    now: context.now,
    actorEmail: context.actor.email,
    media: project.media,
    isFirst: project.items === 0,
    keys: new Map(labels.map((label) => [label.name, label.key])),
    classes: labels.map((label) => label.key),
  };
  const files = await readMedia(context, zip?.path ?? null);
  const rejects = rejectsFile(`${context.data.upload(input.sha256)}.${context.jobId}.rejects.jsonl`);
  const run = new ImportRun(context, surroundings, rejects);
  const judge = new RowJudge({ files, media: project.media, idRule: input.idRule, counter: run.counter });
  try {
    const format = input.format === "auto" ? await sniffFormat(upload.path) : input.format;
    const stream = createReadStream(upload.path, { highWaterMark: READ_BYTES });
    const phase = input.dryRun ? "checking" : "importing";
    let total = 0;
    for await (const batch of openRows(stream, format, options)) {
      for (const row of batch) {
        const judged = judge.judge(row, ++total);
        if (judged.result === "reject") run.reject({ line: row.line, raw: row.raw, counts: row.parsed.counts }, judged);
        else if (judged.result === "take" && run.take(judged.row)) {
          await run.flush();
          await context.report({ done: stream.bytesRead, total: upload.bytes, phase });
        }
      }
      await rejects.settle();
    }
    await run.flush();
    const rejected = await rejects.finish();
    const report = run.counter.finishReport({
      state: input.dryRun ? "ready" : "done",
      file: { name: upload.name, bytes: upload.bytes, sha256: upload.sha256, encoding: "utf-8", detected: format },
      policy: { onExistingId: input.onExisting, scale: input.scale, sumTolerance: input.sumTolerance },
      total,
      rejects: rejected > 0 ? "rejects.jsonl" : null,
    });
    return { dryRun: input.dryRun, report, errors: run.errors, preview: run.preview, differing: run.differing };
  } catch (error) {
    if (error instanceof DatasetFileError) {
      const place = error.line === null ? "" : `Line ${error.line}: `;
      throw invalid(`${place}${error.message}`);
    }
    throw error;
  }
}
