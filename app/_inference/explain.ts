import type { TextRange } from "@/core/item/find-text";
import { gridCells, SALIENCY_GRID, textPieces, withoutPiece } from "@/core/prediction/occlusion";
import type { ModelRunner } from "./model-runner";

/** What one cell or piece of the item is worth: P(label) with it minus P(label) without it. */
export type Explanation =
  | { kind: "image"; grid: number; base: number; drops: readonly (number | null)[] }
  | { kind: "text"; pieces: readonly TextRange[]; base: number; drops: readonly (number | null)[] };

export interface ExplainOptions {
  sha256: string;
  /** Names the item, as in `predict`. */
  key: string;
  /** Key of the project's label that is explained. */
  label: string;
  item: { kind: "image"; url: string } | { kind: "text"; text: string };
  signal: AbortSignal;
  /** After every run: what is known so far. */
  onPart(part: Explanation): void;
}

/**
 * Occlusion: leaves out one part after the other and asks the model again, behind everything that somebody waits for.
 * Pictures by a grid over what the model reads, texts word by word. Ends with the signal.
 */
export async function explain(runner: ModelRunner, options: ExplainOptions): Promise<Explanation> {
  const { sha256, key, label, item, signal, onPart } = options;
  const probabilityOf = async (input: Parameters<ModelRunner["predict"]>[0]["input"], name: string) => {
    const { probs, labels } = await runner.predict({ sha256, key: name, input, priority: 2, signal });
    return probs[labels.indexOf(label)] ?? 0;
  };
  const base = await probabilityOf(item, key);
  const cells = item.kind === "image" ? gridCells(SALIENCY_GRID) : [];
  const pieces = item.kind === "text" ? textPieces(item.text) : [];
  const drops: (number | null)[] = [...(item.kind === "image" ? cells : pieces)].map(() => null);
  const known = (): Explanation =>
    item.kind === "image"
      ? { kind: "image", grid: SALIENCY_GRID, base, drops: [...drops] }
      : { kind: "text", pieces, base, drops: [...drops] };
  onPart(known());
  for (const k of drops.keys()) {
    const [cell, piece] = [cells[k], pieces[k]];
    const without =
      item.kind === "image"
        ? { ...item, ...(cell && { without: cell }) }
        : { ...item, text: piece ? withoutPiece(item.text, piece) : item.text };
    drops[k] = base - (await probabilityOf(without, `${key} without ${k}`));
    onPart(known());
  }
  return known();
}
