import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { z } from "zod";
import { filesBeside, ModelCard, Weights } from "@/core/onnx/model-card";
import { modelById, projectModels } from "@/db/queries/models";
import { projectsOf, type Role } from "@/db/queries/projects";
import { notFound } from "../errors";
import { Id, type OperationContext } from "../operation";
import { authorize, mayDo } from "../permission";
import { FILE_HEADERS } from "../security/content-security-policy";

type ModelRow = Awaited<ReturnType<typeof projectModels>>[number];

/** Whether the role may have the model's files: members who label must run it, unless its card keeps it to managers. */
export function mayDownload(role: Role, { card }: Pick<ModelRow, "card">): boolean {
  const weights = Weights.optional().parse(card?.weights);
  if (weights === "managers") return mayDo(role, "model.manage");
  return mayDo(role, "queue.label") || mayDo(role, "model.read");
}

function holds({ files, card }: ModelRow, sha256: string): boolean {
  if (files.some((file) => file.sha256 === sha256)) return true;
  return card !== null && filesBeside(ModelCard.parse(card)).some((file) => file.sha256 === sha256);
}

/** A file of a model for members of a project that uses it: its weights, its tokenizer, the pictures of its self-check. */
export async function serveModel(
  { store, actor, data }: OperationContext,
  { sha256 }: { sha256: string },
): Promise<Response> {
  let isTheirs = false;
  for (const project of await projectsOf(store.read, { userId: actor.userId })) {
    const models = await projectModels(store.read, { projectId: project.id });
    isTheirs ||= models.some((model) => mayDownload(project.role, model) && holds(model, sha256));
  }
  if (!isTheirs) throw notFound("model");
  const path = data.model(sha256);
  const { size } = await stat(path);
  return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, {
    headers: {
      ...FILE_HEADERS,
      "content-type": "application/octet-stream",
      "content-length": String(size),
      "content-disposition": 'attachment; filename="model.onnx"',
      "cache-control": "private, max-age=31536000, immutable",
      vary: "Cookie",
    },
  });
}

export const ModelCardInput = z.strictObject({ projectId: Id, modelId: Id });

/** What a browser needs to run a model: its card and files; nothing about any item. */
export async function readModelCard(
  { store, actor }: OperationContext,
  { projectId, modelId }: z.infer<typeof ModelCardInput>,
) {
  const { role } = await authorize(store.read, { actor, projectId, operation: "queue.label" });
  const model = await modelById(store.read, { projectId, modelId });
  if (!model?.card || !mayDownload(role, model)) throw notFound("model");
  return { modelId: model.id, card: model.card, files: model.files };
}
