import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { resample } from "@/core/image/resample";
import { toGreyscale } from "@/core/image/tensor";
import type { RowData } from "@/core/item/row-data";
import type { MediaType } from "@/core/label-set/label-set";
import { ModelCard } from "@/core/onnx/model-card";
import { numericColumns } from "@/core/table/numeric-columns";
import type { BaselineContent, BaseModel } from "@/core/training/baseline-model";
import { embeddingsOf } from "@/db/queries/inference";
import { itemContents, resolutionsOf } from "@/db/queries/items";
import { modelById } from "@/db/queries/models";
import type { Queryable } from "@/db/store";
import { invalid } from "../errors";
import type { JobContext } from "../jobs/job-context";
import { decodePixels } from "../media/decode-pixels";
import { unpackProbabilities } from "../prediction/read-predictions";
import { inspectModel } from "./model-files";

const PAGE = 2_000;
/** Memory for what is learned from, in the job's thread. */
const MAX_BYTES = 720_000_000;
/** Numbers of all embeddings together; the thread holds each three times in 32 bits. */
const MAX_VALUES = MAX_BYTES / 12;
/** Pixels of all pictures together, each held in 8 bits and in 32. */
const MAX_PIXELS = MAX_BYTES / 5;
/** Bytes of all files that a head is appended to, one per fold. */
const MAX_FILE_BYTES = 512 * 1024 ** 2;

export interface TrainingItem {
  id: number;
  label: number;
  group: string;
  text: string | null;
  data: RowData | null;
  mediaHash: string | null;
}

/** The items that may teach, each with the index of its label; -1 without one. */
export async function trainingItems(
  context: JobContext,
  { projectId, labels }: { projectId: number; labels: "given" | "resolved" },
  keys: string[],
): Promise<TrainingItem[]> {
  const index = new Map(keys.map((key, k) => [key, k]));
  const rows: TrainingItem[] = [];
  for (let after = 0; ; ) {
    const page = await itemContents(context.store.read, { projectId, after, limit: PAGE });
    const resolved =
      labels === "resolved"
        ? new Map(
            (await resolutionsOf(context.store.read, { itemIds: page.map((item) => item.id) })).map((row) => [
              row.itemId,
              row,
            ]),
          )
        : null;
    for (const item of page) {
      if (item.status === "excluded" || item.status === "undecidable") continue;
      const label = resolved?.get(item.id)?.label ?? item.given;
      // exact duplicates and members of a group share a fold, else the probabilities leak
      const group = item.groupKey === null ? `content:${item.contentHash}` : `group:${item.groupKey}`;
      rows.push({
        id: item.id,
        label: label === null ? -1 : (index.get(label) ?? -1),
        group,
        text: item.text,
        data: item.data,
        mediaHash: item.mediaHash,
      });
    }
    after = page.at(-1)?.id ?? after;
    if (page.length < PAGE) return rows;
  }
}

/**
 * All images as one block of greyscale pixels of the first one's size, at most 64 x 64: decoded and resized as the browsers
 * do that run the model, for its cross-validated predictions to be those of its files.
 */
async function imageSet(context: JobContext, items: readonly TrainingItem[]) {
  const first = await sharp(context.data.media(items[0]?.mediaHash ?? "")).metadata();
  const width = Math.min(64, first.width);
  const height = Math.min(64, first.height);
  const most = Math.floor(MAX_PIXELS / (width * height));
  if (items.length > most)
    throw invalid(
      `${items.length} pictures are too many to train on here: at ${width} x ${height} pixels each the most are ${most}.`,
    );
  const images = new Uint8Array(items.length * width * height);
  for (const [k, item] of items.entries()) {
    if (item.mediaHash === null) throw invalid("An item has no image.");
    const file = await readFile(context.data.media(item.mediaHash));
    const grey = toGreyscale(await decodePixels(file, { exifOrientation: "ignore", alpha: "drop" }));
    images.set(resample(grey, width, height, "bilinear").data, k * width * height);
    await context.report({ done: k, total: items.length, phase: "reading images" });
  }
  return { images, width, height, channels: 1 as const };
}

/** What a learner of the project's medium reads of the items. */
export async function contentOf(
  context: JobContext,
  media: MediaType,
  items: readonly TrainingItem[],
): Promise<BaselineContent> {
  if (media === "text") return { kind: "text", texts: items.map((item) => item.text ?? "") };
  if (media === "image") return { kind: "image", ...(await imageSet(context, items)) };
  const found = numericColumns(items.map((item) => item.data));
  if (found.dims === 0) throw invalid("A baseline of table rows learns from columns of numbers, and there are none.");
  return { kind: "table", ...found };
}

/**
 * The model whose embeddings a head may read. It must not have trained on items of the project: embeddings that know the
 * labels would make the head's predictions look out-of-sample, and they would hide label errors.
 */
export async function requireBase(db: Queryable, { projectId, modelId }: { projectId: number; modelId: number }) {
  const model = await modelById(db, { projectId, modelId });
  const card = model?.card ? ModelCard.parse(model.card) : null;
  const [file] = model?.files ?? [];
  if (!model || !card?.embedding || !file) throw invalid("This model gives no embeddings.", "embeddings");
  if (model.files.length > 1 || file.fold !== null)
    throw invalid(
      "Each fold of this model has embeddings of its own kind: a head needs one model for all.",
      "embeddings",
    );
  if (model.trainedOn !== "nothing")
    throw invalid(
      `A head needs a model that is stated to have trained on no item of the project: what ${model.name} trained on could tell the labels to its embeddings.`,
      "embeddings",
    );
  return { model, file, card: { ...card, embedding: card.embedding } };
}

async function baseModel(context: JobContext, at: { projectId: number; modelId: number }): Promise<BaseModel> {
  const { file, card } = await requireBase(context.store.read, at);
  const bytes = new Uint8Array(await readFile(context.data.model(file.sha256)));
  const { outputs } = inspectModel(bytes);
  const type = outputs.find(({ name }) => name === card.embedding.output)?.elemType;
  if (type !== "float32" && type !== "float16")
    throw invalid(
      type === undefined
        ? `The model has no output "${card.embedding.output}" to read embeddings from.`
        : `The embeddings are ${type}; a head reads float32 or float16.`,
      "embeddings",
    );
  return { file: bytes, sha256: file.sha256, card, isHalf: type === "float16" };
}

/** The embeddings that browser runs stored, with the items that have one; the others are neither taught nor predicted. */
export async function embeddedContent(
  context: JobContext,
  { projectId, modelId, folds }: { projectId: number; modelId: number; folds: number },
  items: readonly TrainingItem[],
): Promise<{ items: TrainingItem[]; content: BaselineContent }> {
  const base = await baseModel(context, { projectId, modelId });
  const { dims } = base.card.embedding;
  if (base.file.length * folds > MAX_FILE_BYTES)
    throw invalid(`${folds} folds of this model are more than 512 MB: choose fewer folds.`, "folds");
  const found: TrainingItem[] = [];
  const vectors: Float32Array[] = [];
  for (let start = 0; start < items.length; start += PAGE) {
    const part = items.slice(start, start + PAGE);
    const rows = await embeddingsOf(context.store.read, { modelId, itemIds: part.map((item) => item.id) });
    const byId = new Map(rows.map((row) => [row.itemId, row.vector]));
    for (const item of part) {
      const vector = byId.get(item.id);
      if (!vector) continue;
      found.push(item);
      vectors.push(unpackProbabilities(vector));
    }
    if (found.length * dims > MAX_VALUES)
      throw invalid(`More than ${MAX_VALUES / dims} embeddings of ${dims} numbers are too many to train on here.`);
    await context.report({ done: start, total: items.length, phase: "reading embeddings" });
  }
  const all = new Float32Array(found.length * dims);
  for (const [k, vector] of vectors.entries()) {
    if (vector.length !== dims) throw invalid("The stored embeddings are not of this model's length: run it again.");
    all.set(vector, k * dims);
  }
  return { items: found, content: { kind: "embedding", base, vectors: all, dims } };
}
