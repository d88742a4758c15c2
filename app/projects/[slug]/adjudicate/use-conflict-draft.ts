"use client";
import { useEffect, useRef } from "react";
import { isStepwise, useAnswerDraft } from "@/app/_answers/use-answer-draft";
import { answerText } from "@/core/annotation/answer-text";
import type { Task } from "@/core/label-set/label-set";
import type { OpenedConflict } from "./conflict-state";

interface Takes {
  isOpen: boolean;
  /** An answer in the form of `answerText`. */
  take(text: string): void;
  notice(text: string): void;
}

/** Answers that are made step by step: begun anew with each conflict, and with one's own first answer once it is there. */
export function useConflictDraft(task: Task, conflict: OpenedConflict | null, takes: Takes) {
  const draft = useAnswerDraft({ task, offered: null, drafts: null });
  const { begin } = draft;
  const itemId = conflict?.itemId ?? null;
  const first = conflict?.firstAnswer ?? null;
  const isStepwiseTask = isStepwise(task);
  useEffect(() => {
    if (isStepwiseTask) begin(itemId, first);
  }, [isStepwiseTask, begin, itemId, first]);
  const now = useRef(takes);
  now.current = takes;
  const give = () => {
    if (!now.current.isOpen) return;
    const value = draft.answer();
    if ("unfinished" in value) now.current.notice(value.unfinished);
    else now.current.take(answerText(value));
  };
  return { draft, give, undo: () => draft.editor.current?.undo() ?? false, isStepwiseTask };
}
