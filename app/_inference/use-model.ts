"use client";
import { useEffect, useState, useSyncExternalStore } from "react";
import type { ModelRunner } from "./model-runner";
import { type ModelStatus, NOT_STARTED } from "./model-status";

/** The item and its keys come first. */
const AFTER_PAINT_MS = 50;

/** One runner for the life of a page; null until an item wants it, and its code is there. */
export function useModelRunner(projectId: number, isWanted: boolean): ModelRunner | null {
  const [runner, setRunner] = useState<ModelRunner | null>(null);
  // items without a model may come between: the runner stays
  const [wasWanted, setWasWanted] = useState(isWanted);
  if (isWanted && !wasWanted) setWasWanted(true);
  useEffect(() => {
    if (!wasWanted) return;
    let made: ModelRunner | null = null;
    let isOver = false;
    const start = () =>
      import("./create-model-runner").then(
        ({ createModelRunner }) => {
          if (isOver) return;
          made = createModelRunner({ projectId });
          setRunner(made);
        },
        // without a network there is no model either: labeling goes on without suggestions
        () => undefined,
      );
    const timer = setTimeout(() => void start(), AFTER_PAINT_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
      made?.dispose();
    };
  }, [projectId, wasWanted]);
  return runner;
}

const never = () => () => {};
const notStarted = () => NOT_STARTED;

/** What the model chip shows; follows the runner. */
export function useModelStatus(runner: ModelRunner | null): ModelStatus {
  return useSyncExternalStore(runner?.subscribe ?? never, runner?.overall ?? notStarted, notStarted);
}
