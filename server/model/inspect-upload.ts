import { readFile } from "node:fs/promises";
import { z } from "zod";
import { CardFileError } from "@/core/onnx/card-file";
import { type FileBeside, readCardFiles } from "@/core/onnx/card-files";
import { type Imported, type ProjectFacts, proposeCard } from "@/core/onnx/card-proposal";
import type { ModelMetadata } from "@/core/onnx/model-metadata";
import { cellNumber } from "@/core/table/row-vector";
import { itemsAfter } from "@/db/queries/items";
import { projectLabels } from "@/db/queries/projects";
import { invalid } from "../errors";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";
import { cleanFileName, ownUpload } from "../upload/receive-upload";
import { inspectModel, MAX_MODEL_BYTES } from "./model-files";

/** A tokenizer with 250,000 pieces takes 17 MB. */
const MAX_CARD_FILE_BYTES = 32 * 1024 ** 2;
const ROWS_READ = 50;

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export async function uploadedModel(context: OperationContext, sha256: string) {
  const upload = await ownUpload(context, sha256);
  if (upload.bytes > MAX_MODEL_BYTES)
    throw invalid("The model is larger than 512 MB, more than a browser loads.", "model");
  const bytes = new Uint8Array(await readFile(upload.path));
  return { bytes, metadata: inspectModel(bytes) };
}

export const InspectModelInput = z.strictObject({
  projectId: Id,
  sha256: Sha256,
  /** config.json, preprocessor_config.json, tokenizer.json and the like, uploaded before. */
  files: z
    .array(z.strictObject({ name: z.string().max(255), sha256: Sha256 }))
    .max(8, "At most 8 files beside the model.")
    .default([]),
});

/** Reads an uploaded model with the files beside it and proposes a card; `questions` are what a person must confirm. */
export async function inspectUpload(
  context: OperationContext,
  { projectId, sha256, files }: z.output<typeof InspectModelInput>,
) {
  const { store, actor } = context;
  const { media } = await authorize(store.read, { actor, projectId, operation: "model.manage" });
  const { bytes, metadata } = await uploadedModel(context, sha256);
  const hints = await readBeside(context, files, metadata);
  const labels = (await projectLabels(store.read, { projectId })).filter((label) => label.retiredAt === null);
  const facts: ProjectFacts =
    media === "table"
      ? { labels, columns: await numericColumns(context, projectId) }
      : { labels, hasAudio: media === "audio" };
  const proposal = proposeCard(metadata, facts, hints);
  if (!proposal.ok) throw invalid(proposal.message, "model");
  const reads = READS[proposal.card.task];
  if (reads !== media)
    throw invalid(`The model reads ${NAMES[reads]}, and the items of this project are ${NAMES[media]}.`, "model");
  return {
    card: proposal.card,
    questions: proposal.questions,
    parameters: metadata.parameterCount,
    bytes: bytes.length,
    /** Whether a file said how images are prepared, or the wizard must find out. */
    isImagePrepared: hints.image?.scale !== undefined && hints.image.mean !== undefined,
  };
}

const READS = {
  "image-classification": "image",
  "text-classification": "text",
  "tabular-classification": "table",
  "audio-classification": "audio",
} as const;
const NAMES = { image: "pictures", text: "texts", table: "table rows", audio: "recordings" } as const;

async function readBeside(
  context: OperationContext,
  files: z.output<typeof InspectModelInput>["files"],
  { metadata }: ModelMetadata,
): Promise<Imported> {
  const read: FileBeside[] = [];
  for (const { name, sha256 } of files) {
    const { path, bytes } = await ownUpload(context, sha256);
    const clean = cleanFileName(name);
    if (bytes > MAX_CARD_FILE_BYTES) throw invalid(`${clean} is larger than 32 MB.`, "model");
    read.push({ name: clean, sha256, bytes, text: await readFile(path, "utf8") });
  }
  try {
    return readCardFiles(read, metadata);
  } catch (error) {
    if (error instanceof CardFileError) throw invalid(error.message, "model");
    throw error;
  }
}

/** Columns that hold a number in every one of the first rows. */
async function numericColumns({ store }: OperationContext, projectId: number): Promise<string[]> {
  const rows = await itemsAfter(store.read, { projectId, after: 0, limit: ROWS_READ });
  const cells = rows.map(({ data }) => new Map(data ?? []));
  const names = rows[0]?.data?.map(([column]) => column) ?? [];
  return names.filter((name) => cells.every((row) => cellNumber(row.get(name)) !== null));
}
