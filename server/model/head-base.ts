import { ModelCard } from "@/core/onnx/model-card";
import type { projectModels } from "@/db/queries/models";

type ModelRow = Awaited<ReturnType<typeof projectModels>>[number];

/** Id of the model whose embeddings a head reads; null for every other model. */
export function baseOf({ kind, card }: ModelRow, models: readonly ModelRow[]): number | null {
  if (kind !== "baseline" || !card) return null;
  const { embeddingsOf } = ModelCard.parse(card).provenance;
  if (embeddingsOf === undefined) return null;
  return models.find((one) => one.kind === "onnx" && one.files[0]?.sha256 === embeddingsOf)?.id ?? null;
}
