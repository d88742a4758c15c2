import type { Inputs } from "@/app/_trpc/types";
import { ModelCard } from "@/core/onnx/model-card";
import type { Inspection } from "./model-draft";
import type { HeldModel, SampleItem } from "./trial";

/** Files that the server has, and that the page still holds. */
export interface SentModel {
  inspection: Inspection;
  name: string;
  /** One, or one per fold. */
  models: readonly string[];
  files: ReadonlyMap<string, File>;
  folds: [item: string, fold: number][] | null;
}

/** Runs from the files in hand; an item by the fold that held it out. */
export function heldModel({ models, files, folds }: SentModel): HeldModel {
  const foldOf = new Map(folds);
  return {
    files,
    sha256Of: ({ externalId }: SampleItem) => models[foldOf.get(externalId) ?? 0] ?? models[0] ?? "",
  };
}

type DraftCard = Inputs["model"]["register"]["card"];

/** The card with its file, as the browser needs it; or the first field that is wrong. */
export function cardToTry(card: DraftCard, { models, files }: SentModel) {
  const sha256 = models[0] ?? "";
  const file = { file: "model.onnx", sha256, bytes: files.get(sha256)?.size ?? 1 };
  const parsed = ModelCard.safeParse({ ...card, model: { file } });
  if (parsed.success) return { ok: true as const, card: parsed.data };
  const [issue] = parsed.error.issues;
  return { ok: false as const, message: `The model card: ${issue?.path.join(".")}: ${issue?.message}` };
}
