import type { InferenceClient } from "@/app/_inference/inference-client";
import { inputOf } from "@/app/_inference/input-of";
import { InferenceError } from "@/app/_inference/messages";
import type { Prediction } from "@/app/_inference/prediction";
import type { Outputs } from "@/app/_trpc/types";
import type { ModelCard } from "@/core/onnx/model-card";
import { type TrialReport, trialReport } from "@/core/prediction/trial-report";

export type SampleItem = Outputs["model"]["sample"][number];
export interface TriedItem {
  item: SampleItem;
  probs: Float32Array;
  truncated: boolean;
}
export interface Trial {
  card: ModelCard;
  tried: TriedItem[];
  /** Items that the model could not read, with the reason. */
  failed: { item: SampleItem; message: string }[];
  report: TrialReport;
  /** Median over the items. */
  ms: number;
}

/** The model's files as the person chose them: nothing is fetched. */
export interface HeldModel {
  files: ReadonlyMap<string, Blob>;
  /** The file that runs an item: its fold's, or the only one. */
  sha256Of(item: SampleItem): string;
}

/** Makes a file known under a card; the same card again changes nothing. */
export function openHeld(client: InferenceClient, card: ModelCard, { files }: HeldModel, sha256: string) {
  client.register({ sha256, url: `/api/models/${sha256}`, bytes: files.get(sha256)?.size ?? 0, card, held: files });
}

const isAboutItem = (error: unknown) =>
  error instanceof InferenceError && ["http", "decode", "bad-input"].includes(error.code);

interface TrialOptions {
  client: InferenceClient;
  card: ModelCard;
  model: HeldModel;
  items: readonly SampleItem[];
  signal: AbortSignal;
  onItem?(): void;
}

/** Runs a model that is not stored yet on some items. What is wrong with the model throws; what is wrong with an item is kept. */
export async function runTrial({ client, card, model, items, signal, onItem }: TrialOptions): Promise<Trial> {
  const tried: TriedItem[] = [];
  const failed: Trial["failed"] = [];
  const times: number[] = [];
  for (const item of items) {
    signal.throwIfAborted();
    const sha256 = model.sha256Of(item);
    openHeld(client, card, model, sha256);
    try {
      const prediction: Prediction = await client.predict({
        sha256,
        key: String(item.itemId),
        input: inputOf(item),
        signal,
      });
      tried.push({ item, probs: prediction.probs, truncated: prediction.truncated });
      times.push(prediction.ms);
    } catch (error) {
      if (!isAboutItem(error)) throw error;
      failed.push({ item, message: error instanceof Error ? error.message : String(error) });
    }
    onItem?.();
  }
  const labels = card.labels.map(({ projectLabel }) => projectLabel);
  const report = trialReport(
    tried.map(({ item, probs }) => ({ given: item.given, probs })),
    labels,
  );
  times.sort((a, b) => a - b);
  return { card, tried, failed, report, ms: times[times.length >> 1] ?? 0 };
}

/** Whether the outputs are probabilities already: rows that are not negative and sum to 1. */
export async function givesProbabilities({ items, card, ...rest }: TrialOptions): Promise<boolean> {
  const asked = { ...card, output: { ...card.output, kind: "probabilities" as const } };
  try {
    const { tried } = await runTrial({ ...rest, card: asked, items: items.slice(0, 3) });
    return tried.length > 0;
  } catch (error) {
    if (error instanceof InferenceError && (error.code === "bad-output" || error.code === "bad-model")) return false;
    throw error;
  }
}

export interface Preparation {
  name: string;
  scale: number;
  mean: number[];
  std: number[];
}

/** The three usual ways to scale pixels, for a model whose files say nothing. */
export function preparationsOf(isGrey: boolean): Preparation[] {
  const each = (value: number) => (isGrey ? [value] : [value, value, value]);
  return [
    { name: "0 to 1", scale: 1 / 255, mean: each(0), std: each(1) },
    isGrey
      ? { name: "−1 to 1", scale: 1 / 255, mean: [0.5], std: [0.5] }
      : {
          name: "mean and deviation of ImageNet",
          scale: 1 / 255,
          mean: [0.485, 0.456, 0.406],
          std: [0.229, 0.224, 0.225],
        },
    { name: "0 to 255", scale: 1, mean: each(0), std: each(1) },
  ];
}
