"use client";
import { type RefObject, useCallback } from "react";
import { later } from "@/app/_components/later";
import { answersOf } from "@/app/_outbox/use-outbox";
import type { DeskActions } from "./desk-commands";
import { type Flash, LabelKeys } from "./label-keys";
import type { Desk, DeskSession } from "./use-desk";
import type { Marking } from "./use-marking";
import type { Verify } from "./use-verify";

// only where the queue asks so; they keep their place until they are there
const LabelPicker = later(
  async () => (await import("./label-picker")).LabelPicker,
  <div className="h-[188px] shrink-0" />,
);
const VerifyKeys = later(async () => (await import("./verify-keys")).VerifyKeys, <div className="h-32 shrink-0" />);

interface DeskAnswersProps {
  desk: Desk;
  session: DeskSession;
  /** Those that can be chosen now, and all. */
  labels: Desk["labels"];
  allLabels: Desk["labels"];
  isMany: boolean;
  marking: Marking;
  verify: Verify;
  steps: DeskActions["steps"];
  flash: RefObject<Flash | null>;
  finder: RefObject<HTMLInputElement | null>;
  onAnswer(label: string, certainty: "sure" | "unsure", code: string | null): boolean;
  onUndo(): void;
}

/** What an answer is given with: two labels side by side, a key per label, or the finder of many. */
export function DeskAnswers(props: DeskAnswersProps) {
  const { desk, session, labels, allLabels, isMany, marking, verify, steps, flash, finder, onAnswer, onUndo } = props;
  const { store, outbox } = session;
  const answers = answersOf(outbox);
  const { task } = desk.project;
  const chosen = task === "multi-label" ? marking.chosen : null;
  const choose = useCallback(
    (label: string, certainty: "sure" | "unsure") => void onAnswer(label, certainty, null),
    [onAnswer],
  );
  if (verify.step === "pair") return <VerifyKeys verify={verify} labels={allLabels} answers={answers} />;
  return (
    <>
      {verify.step === "others" && (
        <button type="button" className="chip mt-2" onClick={verify.back}>
          Neither fits: choose another label <kbd>Esc</kbd> back
        </button>
      )}
      {isMany ? (
        <LabelPicker
          labels={labels}
          store={store}
          answers={answers}
          field={finder}
          chosen={chosen}
          onChoose={onAnswer}
          onGive={steps?.give ?? null}
          onUndo={onUndo}
          editor={task === "spans" || task === "boxes" ? marking.editor : null}
        />
      ) : (
        <LabelKeys labels={labels} store={store} answers={answers} flash={flash} chosen={chosen} onChoose={choose} />
      )}
    </>
  );
}
