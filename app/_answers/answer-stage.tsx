"use client";
import { lazy, Suspense } from "react";
import type { ShownLabel } from "@/app/_components/label-swatch";
import type { AnswerDraft } from "./use-answer-draft";

// only who marks loads what marks
const SpansEditor = lazy(() => import("./spans-editor").then((module) => ({ default: module.SpansEditor })));
const BoxesEditor = lazy(() => import("./boxes-editor").then((module) => ({ default: module.BoxesEditor })));

interface AnswerStageProps {
  task: "spans" | "boxes";
  item: { itemId: number; number: number; text: string | null; image: string | null };
  labels: readonly ShownLabel[];
  draft: AnswerDraft;
  isLarge?: boolean;
}

/** The item with the marks that are made on it. */
export function AnswerStage({ task, item, labels, draft, isLarge = false }: AnswerStageProps) {
  const { start, editor, keep, say } = draft;
  if (start.itemId !== item.itemId) return null;
  const shared = { labels, initial: start.value, onChange: keep, onSay: say, ref: editor };
  return (
    <Suspense
      fallback={<div className="col-start-1 row-start-1 m-auto h-40 w-full max-w-[80ch] rounded-lg bg-line/60" />}
    >
      {task === "spans" ? (
        <SpansEditor key={start.round} {...shared} text={item.text ?? ""} isLarge={isLarge} />
      ) : (
        <BoxesEditor key={start.round} {...shared} src={item.image ?? ""} name={`Item ${item.number}`} />
      )}
    </Suspense>
  );
}
