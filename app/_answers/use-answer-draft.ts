"use client";
import { useCallback, useRef, useState } from "react";
import type { AnnotationValue } from "@/core/annotation/annotation-value";
import { answerText, answerValue } from "@/core/annotation/answer-text";
import type { Task } from "@/core/label-set/label-set";
import type { AnswerEditor } from "./answer-editor";
import type { Drafts } from "./draft-storage";

/** Tasks whose answer is made step by step and given by Enter. */
export type StepwiseTask = Exclude<Task, "single-label" | "ordinal">;

export const isStepwise = (task: Task): task is StepwiseTask => task !== "single-label" && task !== "ordinal";

interface DraftStart {
  /** Another number is another editor. */
  round: number;
  itemId: number | null;
  value: AnnotationValue | null;
}

/**
 * The answer to one item while it is made: labels that were chosen, or marks that an editor holds.
 *
 * @param offered labels of the set by position, which an answer of label sets states; null: it states none.
 */
export function useAnswerDraft({
  task,
  offered,
  drafts,
}: {
  task: Task;
  offered: number | null;
  drafts: Drafts | null;
}) {
  const editor = useRef<AnswerEditor>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [start, setStart] = useState<DraftStart>({ round: 0, itemId: null, value: null });
  const [said, setSaid] = useState("");
  const now = useRef({ chosen, itemId: start.itemId });
  now.current.chosen = chosen;

  const keep = useCallback(
    (value: AnnotationValue) => {
      if (now.current.itemId !== null) drafts?.write(now.current.itemId, answerText(value));
    },
    [drafts],
  );

  /** Another item, with the answer it had, else with what was left of an earlier try. */
  const begin = useCallback(
    (itemId: number | null, had: string | null) => {
      const text = had ?? (itemId === null ? null : (drafts?.read(itemId) ?? null));
      const value = text === null ? null : answerValue(text);
      now.current.itemId = itemId;
      setChosen(value && "labels" in value ? value.labels : []);
      setStart(({ round }) => ({ round: round + 1, itemId, value }));
      setSaid("");
    },
    [drafts],
  );

  /** For answers of several labels: those that are chosen now. */
  const press = useCallback(
    (key: string): readonly string[] | null => {
      if (task !== "multi-label") {
        editor.current?.label(key);
        return null;
      }
      const before = now.current.chosen;
      const next = before.includes(key) ? before.filter((one) => one !== key) : [...before, key];
      now.current.chosen = next;
      setChosen(next);
      keep({ labels: [...next] });
      return next;
    },
    [task, keep],
  );

  const answer = useCallback((): AnnotationValue | { unfinished: string } => {
    if (task === "multi-label") {
      const labels = [...now.current.chosen];
      return offered === null ? { labels } : { labels, offered };
    }
    return editor.current?.answer() ?? { unfinished: "The item is not there yet." };
  }, [task, offered]);

  const done = useCallback((itemId: number) => drafts?.remove(itemId), [drafts]);

  return { editor, chosen, start, said, say: setSaid, begin, press, answer, keep, done };
}
export type AnswerDraft = ReturnType<typeof useAnswerDraft>;
