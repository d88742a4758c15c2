import { readFile } from "node:fs/promises";
import { z } from "zod";
import { filesBeside, ModelCard } from "@/core/onnx/model-card";
import { cardProblem } from "@/core/onnx/model-limits";
import type { ModelMetadata } from "@/core/onnx/model-metadata";
import { embeddingCounts } from "@/db/queries/inference";
import { itemsByExternalId } from "@/db/queries/items";
import { insertFolds, projectModels, projectRuns } from "@/db/queries/models";
import { projectLabels } from "@/db/queries/projects";
import type { ModelFile, TrainedOnColumn } from "@/db/schema/models";
import { writeAudit } from "../audit";
import { invalid } from "../errors";
import { Id, type OperationContext, type ProjectInput } from "../operation";
import { authorize } from "../permission";
import { ownUpload } from "../upload/receive-upload";
import { dropUnfinished, fillModel } from "./fill-model";
import { baseOf } from "./head-base";
import { Sha256, uploadedModel } from "./inspect-upload";
import { keepModelFile } from "./model-files";
import { snapshotMembers } from "./snapshot-members";

/** Stands for the fold of an item that the model trained on as part of a snapshot. */
const IN_SNAPSHOT = -1;
/** Items per transaction: people who submit meanwhile get their turn. */
const CHUNK = 2_000;
/** No registration takes as long: what is still unfinished belongs to a process that was killed. */
const ABANDONED_MS = 3_600_000;
const FoldMap = z.array(z.tuple([z.string().max(256), z.int().min(0).max(99)])).max(1_000_000);

export const RegisterModelInput = z.strictObject({
  projectId: Id,
  name: z.string().trim().min(1, "A name is needed.").max(100),
  /** One file, or one per fold in the order of the folds. */
  files: z.array(Sha256).min(1).max(100),
  /** The card without its files; checked against the card's schema. */
  card: z.record(z.string(), z.unknown()),
  trainedOn: z.union([
    z.enum(["nothing", "unknown"]),
    z.strictObject({ splits: z.array(z.string().max(64)).min(1).max(20) }),
    z.strictObject({ foldMap: FoldMap }),
    /** Its number: the items in it are in-sample, all others out-of-sample. */
    z.strictObject({ snapshot: z.int().positive() }),
  ]),
});
export type RegisterModelInput = z.output<typeof RegisterModelInput>;

/** Stores an ONNX classifier with its card; fold files need the map that says which fold each item was held out of. */
export async function registerModel(context: OperationContext, input: RegisterModelInput) {
  const { store, actor, now, data } = context;
  const { projectId, trainedOn } = input;
  await authorize(store.read, { actor, projectId, operation: "model.manage" });
  const foldMap = typeof trainedOn === "object" && "foldMap" in trainedOn ? trainedOn.foldMap : null;
  if (input.files.length > 1 && !foldMap)
    throw invalid("Several files need a fold map: which fold held out which item.", "trainedOn");
  const outside = foldMap?.find(([, fold]) => fold >= input.files.length);
  if (outside)
    throw invalid(`The fold map names fold ${outside[1]}, but there are ${input.files.length} files.`, "trainedOn");
  if (foldMap) refuseTwice(foldMap);
  const members =
    typeof trainedOn === "object" && "snapshot" in trainedOn
      ? await snapshotMembers(context, { projectId, number: trainedOn.snapshot })
      : [];
  const files: ModelFile[] = [];
  const found: ModelMetadata[] = [];
  for (const [k, sha256] of input.files.entries()) {
    const { bytes, metadata } = await uploadedModel(context, sha256);
    found.push(metadata);
    files.push(await keepModelFile(data, bytes, foldMap ? k : null));
  }
  const asCardFile = (file: ModelFile) => ({
    file: `${file.sha256.slice(0, 12)}.onnx`,
    sha256: file.sha256,
    bytes: file.bytes,
  });
  const model = foldMap ? { folds: files.map(asCardFile) } : { file: files[0] ? asCardFile(files[0]) : null };
  const parsed = ModelCard.safeParse({ ...input.card, model });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(`The model card: ${issue?.path.join(".")}: ${issue?.message}`, "card");
  }
  for (const metadata of found) {
    const problem = cardProblem(metadata, parsed.data);
    if (problem) throw invalid(problem, "card");
  }
  const beside = new Map(filesBeside(parsed.data).map((file) => [file.sha256, file]));
  for (const sha256 of beside.keys()) {
    const { path } = await ownUpload(context, sha256);
    await keepModelFile(data, new Uint8Array(await readFile(path)), null);
  }
  const keys = new Set((await projectLabels(store.read, { projectId })).map((label) => label.key));
  const stranger = parsed.data.labels.find((label) => label.projectLabel !== null && !keys.has(label.projectLabel));
  if (stranger) throw invalid(`The project has no label "${stranger.projectLabel}".`, "card");
  const stored: TrainedOnColumn = foldMap
    ? { foldMap: true }
    : (trainedOn as Exclude<typeof trainedOn, { foldMap: unknown }>);
  const listed = foldMap ?? members.map((id): [string, number] => [id, IN_SNAPSHOT]);
  const { found: folds, missing } = await itemsOf(store, { projectId, listed });
  // members that are gone since cannot be predicted
  if (foldMap && missing !== undefined)
    throw invalid(`The fold map names the item "${missing}", which the project does not have.`, "trainedOn");
  await dropUnfinished(store, { projectId, kind: "onnx", until: now - ABANDONED_MS });
  const values = { projectId, name: input.name, kind: "onnx" as const, card: parsed.data, files, createdAt: now };
  const made = await fillModel(
    store,
    { ...values, trainedOn: stored },
    {
      async fill({ id: modelId }) {
        for (let start = 0; start < folds.length; start += CHUNK) {
          const rows = folds.slice(start, start + CHUNK).map(([itemId, fold]) => ({ modelId, itemId, fold }));
          await store.transaction((tx) => insertFolds(tx, rows));
        }
      },
      async finish(tx, { version }) {
        await authorize(tx, { actor, projectId, operation: "model.manage" });
        const subject = `${input.name} ${version}`;
        await writeAudit(tx, { actor, now }, { projectId, action: "model.register", subject });
      },
    },
  );
  return { modelId: made.id, version: made.version };
}

/** The project's items of a list of ids with a fold each, and the first that the project does not have. */
async function itemsOf(
  { read }: OperationContext["store"],
  { projectId, listed }: { projectId: number; listed: readonly (readonly [id: string, fold: number])[] },
) {
  const found: [itemId: number, fold: number][] = [];
  let missing: string | undefined;
  for (let start = 0; start < listed.length; start += CHUNK) {
    const part = listed.slice(start, start + CHUNK);
    const items = await itemsByExternalId(read, { projectId, externalIds: part.map(([id]) => id) });
    const byId = new Map(items.map((item) => [item.externalId, item.id]));
    for (const [id, fold] of part) {
      const itemId = byId.get(id);
      if (itemId === undefined) missing ??= id;
      else found.push([itemId, fold]);
    }
  }
  return { found, missing };
}

/** An item cannot have been held out twice: says which one stands there twice, and where. */
function refuseTwice(foldMap: readonly (readonly [id: string, fold: number])[]) {
  const places = new Map<string, number>();
  for (const [k, [id]] of foldMap.entries()) {
    const before = places.get(id);
    if (before !== undefined)
      throw invalid(
        `The fold map names the item "${id}" twice, in rows ${before + 1} and ${k + 1} (the header not counted).`,
        "trainedOn",
      );
    places.set(id, k);
  }
}

/** Models of the project with their prediction runs. */
export async function listModels({ store, actor }: OperationContext, { projectId }: z.infer<typeof ProjectInput>) {
  await authorize(store.read, { actor, projectId, operation: "model.read" });
  const runs = await projectRuns(store.read, { projectId });
  const models = await projectModels(store.read, { projectId });
  const embedded = await embeddingCounts(store.read, { modelIds: models.map((model) => model.id) });
  return models.map((model) => ({
    ...model,
    /** Items that have an embedding of it. */
    embeddings: embedded.get(model.id) ?? 0,
    /** The model whose embeddings it reads; null where it reads the items. */
    headOf: baseOf(model, models),
    runs: runs.filter((run) => run.modelId === model.id),
  }));
}
