"use client";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useSlice } from "@/app/_components/use-slice";
import type { Command } from "@/app/_keyboard/command";
import { answerText } from "@/core/annotation/answer-text";
import type { DeskStore } from "./desk-store";

/** Where an item stands that is asked about with two labels: the two, or, after "neither", all others. */
export type VerifyStep = "pair" | "others" | null;

type Answer = (text: string, certainty: "sure" | "unsure", code: string | null) => void;

/** The verify question: A, B, both, neither. Null for items that are asked for their label. */
export function useVerify(store: DeskStore, answer: Answer) {
  const pair = useSlice(store, (state) => state.current?.candidates ?? null);
  // where nothing is to be verified the next item draws nothing here
  const claimId = useSlice(store, ({ current }) => (current?.candidates ? current.claimId : null));
  const [neitherOf, setNeitherOf] = useState<number | null>(null);
  const step: VerifyStep = pair === null ? null : neitherOf === claimId ? "others" : "pair";
  // an item that comes back is asked from the start
  useEffect(() => {
    if (claimId !== null) setNeitherOf((old) => (old === claimId ? old : null));
  }, [claimId]);

  const choose = useCallback(
    (what: "a" | "b" | "both", certainty: "sure" | "unsure", code: string | null) => {
      const now = store.state().current?.candidates;
      if (!now) return;
      const text = what === "both" ? answerText({ both: now }) : what === "a" ? now[0] : now[1];
      answer(text, certainty, code);
    },
    [store, answer],
  );
  const neither = useCallback(() => setNeitherOf(store.state().current?.claimId ?? null), [store]);
  const back = useCallback(() => setNeitherOf(null), []);

  const commands = useMemo((): Command[] => {
    if (step === null) return [];
    if (step === "others")
      return [{ id: "back", keys: ["Escape"], label: "Back to the two labels", group: "Answer", run: back }];
    const sides = (["a", "b", "both"] as const).flatMap((what, k): Command[] => {
      const keys = [`Digit${k + 1}`, `Numpad${k + 1}`];
      const label = what === "both" ? "Both fit" : `${what.toUpperCase()} fits`;
      return [
        { id: `verify:${what}`, keys, label, group: "Answer", run: (event) => choose(what, "sure", event.code) },
        {
          id: `unsure:${what}`,
          keys: keys.map((key) => `Shift+${key}`),
          label: `${label}, not sure`,
          group: "Answer",
          run: (event) => choose(what, "unsure", event.code),
        },
      ];
    });
    return [
      ...sides,
      { id: "verify:neither", keys: ["Digit4", "Numpad4"], label: "Neither fits", group: "Answer", run: neither },
    ];
  }, [step, choose, neither, back]);
  return { step, pair, commands, choose, neither, back };
}
export type Verify = ReturnType<typeof useVerify>;
