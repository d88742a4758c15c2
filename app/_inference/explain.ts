import type { TextRange } from "@/core/item/find-text";
import { gridCells, SALIENCY_GRID, STRETCHES, textPieces, withoutPiece } from "@/core/prediction/occlusion";
import type { HeardPart, ModelInput } from "./messages";
import type { ModelRunner, RunnerPrediction } from "./model-runner";

/** What one cell or piece of the item is worth: P(label) with it minus P(label) without it. */
export type Explanation =
  | { kind: "image"; grid: number; base: number; drops: readonly (number | null)[] }
  | { kind: "text"; pieces: readonly TextRange[]; base: number; drops: readonly (number | null)[] }
  | { kind: "recording"; heard: HeardPart; base: number; drops: readonly (number | null)[] };

export interface ExplainOptions {
  sha256: string;
  /** Names the item, as in `predict`. */
  key: string;
  /** Key of the project's label that is explained. */
  label: string;
  item: { kind: "image" | "recording"; url: string } | { kind: "text"; text: string };
  signal: AbortSignal;
  /** After every run: what is known so far. */
  onPart(part: Explanation): void;
}

/**
 * Occlusion: leaves out one part after the other and asks the model again, behind everything that somebody waits for.
 * Pictures by a grid over what the model reads, texts word by word,
 * recordings by stretches of time. Ends with the signal.
 */
export async function explain(runner: ModelRunner, options: ExplainOptions): Promise<Explanation> {
  const { sha256, key, label, item, signal, onPart } = options;
  const ask = (input: ModelInput, name: string) => runner.predict({ sha256, key: name, input, priority: 2, signal });
  const chanceOf = ({ probs, labels }: RunnerPrediction) => probs[labels.indexOf(label)] ?? 0;
  const whole = await ask(item, key);
  const base = chanceOf(whole);
  const { without, count, shown } = partsOf(item, whole);
  const drops: (number | null)[] = Array.from({ length: count }, () => null);
  const known = (): Explanation => ({ ...shown, base, drops: [...drops] });
  onPart(known());
  for (const k of drops.keys()) {
    drops[k] = base - chanceOf(await ask(without(k), `${key} without ${k}`));
    onPart(known());
  }
  return known();
}

type Shown =
  | { kind: "image"; grid: number }
  | { kind: "text"; pieces: TextRange[] }
  | { kind: "recording"; heard: HeardPart };

/** Into what an item is taken apart, and the item without its k-th part. */
function partsOf(
  item: ExplainOptions["item"],
  { heard }: RunnerPrediction,
): { shown: Shown; count: number; without(k: number): ModelInput } {
  if (item.kind === "text") {
    const { text } = item;
    const pieces = textPieces(text);
    const left = (k: number) => {
      const piece = pieces[k];
      return piece ? withoutPiece(text, piece) : text;
    };
    return { shown: { kind: "text", pieces }, count: pieces.length, without: (k) => ({ kind: "text", text: left(k) }) };
  }
  const { url } = item;
  if (item.kind === "recording")
    return {
      shown: { kind: "recording", heard: heard ?? { from: 0, to: 0 } },
      count: STRETCHES,
      without: (k) => ({ kind: "recording", url, without: { k, of: STRETCHES } }),
    };
  const cells = gridCells(SALIENCY_GRID);
  return {
    shown: { kind: "image", grid: SALIENCY_GRID },
    count: cells.length,
    without: (k) => {
      const cell = cells[k];
      return { kind: "image", url, ...(cell ? { without: cell } : {}) };
    },
  };
}
