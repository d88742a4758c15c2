"use client";
import { useEffect, useRef } from "react";
import { useSlice } from "@/app/_components/use-slice";
import { inputOf } from "@/app/_inference/input-of";
import type { RunnerPrediction } from "@/app/_inference/model-runner";
import { useModelRunner } from "@/app/_inference/use-model";
import { labelCalls } from "@/app/_trpc/label-calls";
import { argmax } from "@/core/prediction/probabilities";
import type { DeskItem } from "./desk-state";
import type { DeskSession } from "./use-desk";

/** Above it a suggestion is called likely. */
const LIKELY = 0.7;
const FLUSH_MS = 1_000;
const MOST_AT_ONCE = 32;
/** Probabilities of one request; more would not fit into it. */
const MOST_VALUES = 50_000;

type Computed = { claimId: number; modelId: number; fold: number | null; prediction: RunnerPrediction };
const runKey = ({ modelId, fold, prediction }: Computed) => `${modelId} ${fold} ${prediction.provider}`;

/**
 * Computes suggestions for the items ahead in this browser, by the file that the server named for each, and gives the
 * probabilities to the server as a run of their own. An item that is on the screen already gets none.
 */
export function useSuggestions({ store, ids }: DeskSession, userId: number) {
  const isWanted = useSlice(store, ({ current, ahead }) => current?.run != null || ahead.some((item) => item.run));
  const runner = useModelRunner(ids.projectId, isWanted);
  /** Claims whose item is computed or was, each with the way to call it off. */
  const asked = useRef(new Map<number, AbortController>());
  const buffer = useRef<Computed[]>([]);
  const runs = useRef(new Map<string, number>());

  useEffect(() => {
    if (!runner) return;
    const predict = async (item: DeskItem, priority: 0 | 1, signal: AbortSignal) => {
      const { run } = item;
      const input = inputOf(item);
      if (!run) return;
      await runner.ensure(run.modelId, run.sha256);
      const prediction = await runner.predict({
        sha256: run.sha256,
        key: String(item.itemId),
        input,
        priority,
        signal,
      });
      const best = argmax(prediction.probs);
      const label = prediction.labels[best];
      const computed = { claimId: item.claimId, modelId: run.modelId, fold: run.fold, prediction };
      buffer.current.push(computed);
      if (!label) return;
      const confidence = Math.min(1, prediction.probs[best] ?? 0);
      const runId = runs.current.get(runKey(computed)) ?? null;
      store.dispatch({
        type: "suggested",
        claimId: item.claimId,
        suggestion: {
          label,
          isLikely: confidence >= LIKELY,
          isPartial: prediction.truncated,
          computed: { confidence, runId },
        },
      });
    };
    const look = () => {
      const { current, ahead } = store.state();
      const wanted = new Set([current, ...ahead].map((item) => item?.claimId));
      for (const [claimId, control] of asked.current) {
        if (wanted.has(claimId)) continue;
        // answered, or lost: what waits is called off, and asked for again should an undo bring the item back
        control.abort();
        asked.current.delete(claimId);
      }
      for (const [k, item] of [current, ...ahead].entries()) {
        if (!item?.run || asked.current.has(item.claimId)) continue;
        const control = new AbortController();
        asked.current.set(item.claimId, control);
        // the chip shows why a model gives nothing; the item then has no suggestion
        predict(item, k <= 1 ? 0 : 1, control.signal).catch(() => undefined);
      }
    };
    look();
    return store.watch(look);
  }, [runner, store]);

  useEffect(() => {
    const flush = setInterval(() => {
      const [first] = buffer.current;
      if (!first) return;
      const most = Math.max(1, Math.min(MOST_AT_ONCE, Math.floor(MOST_VALUES / first.prediction.probs.length)));
      const batch = buffer.current.filter((one) => runKey(one) === runKey(first)).slice(0, most);
      buffer.current = buffer.current.filter((one) => !batch.includes(one));
      void labelCalls.recordPredictions
        .mutate({
          ...ids,
          userId,
          modelId: first.modelId,
          fold: first.fold,
          provider: first.prediction.provider,
          runtimeVersion: first.prediction.runtimeVersion,
          predictions: batch.map(({ claimId, prediction }) => ({
            claimId,
            ms: prediction.ms,
            probs: [...prediction.probs],
          })),
        })
        .then(
          ({ runId }) => runId !== null && runs.current.set(runKey(first), runId),
          // what was shown goes along with the answer in any case
          () => undefined,
        );
    }, FLUSH_MS);
    return () => clearInterval(flush);
  }, [ids, userId]);
  return runner;
}
