"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { createInferenceClient } from "@/app/_inference/create-client";
import { ON_WASM } from "@/app/_inference/execution-provider";
import type { InferenceClient } from "@/app/_inference/inference-client";
import { InferenceError } from "@/app/_inference/messages";
import { useTRPC } from "@/app/_trpc/client";
import type { ModelCard } from "@/core/onnx/model-card";
import { bestTrial } from "@/core/prediction/trial-report";
import type { ModelDraft } from "./model-draft";
import { givesProbabilities, type HeldModel, type Preparation, preparationsOf, runTrial, type Trial } from "./trial";

const SAMPLE = 64;

export interface TrialState {
  /** What runs now; null when nothing does. */
  progress: { done: number; total: number } | null;
  trial: Trial | null;
  /** Compared where no file said how pictures are prepared. */
  candidates: { preparation: Preparation; trial: Trial }[];
  problem: { message: string; detail: string | null; isAboutOutputs: boolean } | null;
  /** The project has no item to try it on. */
  isEmpty: boolean;
  note: string | null;
}

const NOTHING: TrialState = { progress: null, trial: null, candidates: [], problem: null, isEmpty: false, note: null };

export const asDraft = ({ scale, mean, std }: Preparation): Partial<ModelDraft> => ({
  scale: scale === 1 ? "1" : "1/255",
  mean: mean.join(", "),
  std: std.join(", "),
});

const withPreparation = (card: ModelCard, { scale, mean, std }: Preparation): ModelCard =>
  card.image ? { ...card, image: { ...card.image, scale, mean, std } } : card;

interface Options {
  projectId: number;
  model: HeldModel;
  isImagePrepared: boolean;
  /** The kind of the outputs was asked for, and no file said it. */
  isKindOpen: boolean;
  onPropose(change: Partial<ModelDraft>): void;
}

/** Runs the chosen model on a sample of the project's items in this page, on WASM, which every browser has. */
export function useTrial({ projectId, model, isImagePrepared, isKindOpen, onPropose }: Options) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [state, setState] = useState<TrialState>(NOTHING);
  const client = useRef<InferenceClient | null>(null);
  const abort = useRef<AbortController | null>(null);
  const hasCompared = useRef(false);

  useEffect(
    () => () => {
      abort.current?.abort();
      client.current?.dispose();
    },
    [],
  );

  const openClient = useCallback(() => {
    client.current?.dispose();
    client.current = createInferenceClient(async () => ON_WASM("the model is only tried"));
    return client.current;
  }, []);

  async function start(asked: ModelCard) {
    abort.current?.abort();
    abort.current = new AbortController();
    const { signal } = abort.current;
    setState({ ...NOTHING, progress: { done: 0, total: SAMPLE } });
    try {
      const items = await queries.fetchQuery(trpc.model.sample.queryOptions({ projectId, count: SAMPLE }));
      if (items.length === 0) return setState({ ...NOTHING, isEmpty: true });
      const compares = asked.image !== null && !isImagePrepared && !hasCompared.current;
      const preparations = compares ? preparationsOf(asked.image?.channels === "L") : [];
      const total = items.length * Math.max(1, preparations.length);
      let done = 0;
      const onItem = () => {
        done++;
        setState((now) => ({ ...now, progress: { done, total } }));
      };
      const options = { client: openClient(), model, items, signal };
      const isSum =
        isKindOpen && asked.output.kind === "logits" && (await givesProbabilities({ ...options, card: asked }));
      const card: ModelCard = isSum ? { ...asked, output: { ...asked.output, kind: "probabilities" } } : asked;
      if (isSum) onPropose({ outputKind: "probabilities" });
      const note = isSum ? "The outputs of every item sum to 1, so they are taken as probabilities." : null;
      if (!compares) {
        const trial = await runTrial({ ...options, card, onItem });
        return setState({ ...NOTHING, trial, note });
      }
      const candidates: TrialState["candidates"] = [];
      for (const preparation of preparations)
        candidates.push({
          preparation,
          trial: await runTrial({ ...options, card: withPreparation(card, preparation), onItem }),
        });
      hasCompared.current = true;
      const best = candidates[bestTrial(candidates.map(({ trial }) => trial.report))];
      if (best) onPropose(asDraft(best.preparation));
      setState({ ...NOTHING, trial: best?.trial ?? null, candidates, note });
    } catch (error) {
      if (!signal.aborted) setState({ ...NOTHING, problem: problemOf(error) });
    }
  }

  function choose(k: number) {
    const candidate = state.candidates[k];
    if (!candidate) return;
    onPropose(asDraft(candidate.preparation));
    setState({ ...state, trial: candidate.trial });
  }

  function cancel() {
    abort.current?.abort();
    client.current?.dispose();
    setState(NOTHING);
  }

  return { state, start, choose, cancel, openClient };
}

function problemOf(error: unknown): TrialState["problem"] {
  const message = error instanceof Error ? error.message : "The model could not be run.";
  const detail = error instanceof InferenceError ? error.detail : null;
  return { message, detail, isAboutOutputs: /Does it give logits\?/.test(message) };
}
