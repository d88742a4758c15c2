"use client";
import { useCallback, useEffect, useMemo, useState } from "react";
import { Drafts } from "@/app/_answers/draft-storage";
import { isStepwise, useAnswerDraft } from "@/app/_answers/use-answer-draft";
import type { AnnotationValue } from "@/core/annotation/annotation-value";
import { answerText } from "@/core/annotation/answer-text";
import { takesKey } from "./desk-state";
import type { Desk, DeskSession } from "./use-desk";

/** What this browser keeps of marks that were not sent; nothing while the page is made on the server. */
const draftsOf = (userId: number, queueId: number) =>
  typeof window === "undefined" ? null : new Drafts(window.localStorage, { userId, queueId });

/** Answers that are made step by step: begun with each item, given by Enter. Does nothing where one key is the answer. */
export function useMarking(desk: Desk, { store, give, ids }: DeskSession, userId: number) {
  const { task } = desk.project;
  const isOn = isStepwise(task);
  const drafts = useMemo(() => draftsOf(userId, ids.queueId), [userId, ids]);
  const draft = useAnswerDraft({ task, offered: desk.offered, drafts });
  const { begin, answer, done, keep } = draft;
  const [unfinished, setUnfinished] = useState("");

  useEffect(() => {
    if (!isOn) return;
    drafts?.prune();
    let shown: object | null | undefined;
    const look = () => {
      const { current, had } = store.state();
      if (current === shown) return;
      shown = current;
      setUnfinished("");
      begin(current?.itemId ?? null, had);
    };
    look();
    return store.watch(look);
  }, [isOn, store, begin, drafts]);

  const { press: change, say } = draft;
  const { labels } = desk;
  const press = useCallback(
    (key: string): readonly string[] | null => {
      setUnfinished("");
      if (!takesKey(store.state(), null, performance.now())) return null;
      const chosen = change(key);
      const name = labels.find((label) => label.key === key)?.name ?? key;
      if (chosen) say(`${name} ${chosen.includes(key) ? "chosen" : "taken away"}, ${chosen.length} in all.`);
      return chosen;
    },
    [store, change, say, labels],
  );
  /** True when the answer was given. */
  const submit = useCallback(
    (certainty: "sure" | "unsure", key: string | null): boolean => {
      const value = answer();
      if ("unfinished" in value) {
        setUnfinished(value.unfinished);
        return false;
      }
      const itemId = store.state().current?.itemId;
      // the next item begins within
      if (itemId === undefined || !give("label", { label: answerText(value), certainty, key })) return false;
      done(itemId);
      return true;
    },
    [store, answer, give, done],
  );
  const changed = useCallback(
    (value: AnnotationValue) => {
      setUnfinished("");
      keep(value);
    },
    [keep],
  );
  return { ...draft, keep: changed, isOn, press, submit, unfinished };
}
export type Marking = ReturnType<typeof useMarking>;
