import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { z } from "zod";
import { modelById, projectModels } from "@/db/queries/models";
import { projectsOf } from "@/db/queries/projects";
import { notFound } from "../errors";
import { Id, type OperationContext } from "../operation";
import { authorize, mayDo } from "../permission";
import { FILE_HEADERS } from "../security/content-security-policy";

/** A model file for members of a project that uses it: whoever labels with it must run it. */
export async function serveModel(
  { store, actor, data }: OperationContext,
  { sha256 }: { sha256: string },
): Promise<Response> {
  let isTheirs = false;
  for (const project of await projectsOf(store.read, { userId: actor.userId })) {
    if (!mayDo(project.role, "queue.label") && !mayDo(project.role, "model.read")) continue;
    const models = await projectModels(store.read, { projectId: project.id });
    isTheirs ||= models.some((model) => model.files.some((file) => file.sha256 === sha256));
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
  await authorize(store.read, { actor, projectId, operation: "queue.label" });
  const model = await modelById(store.read, { projectId, modelId });
  if (!model?.card) throw notFound("model");
  return { modelId: model.id, card: model.card, files: model.files };
}
