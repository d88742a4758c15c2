"use client";
import { memo, type RefObject, useImperativeHandle, useRef } from "react";
import { useSlice, type Watched } from "@/app/_components/use-slice";
import { keyCap } from "@/app/_keyboard/command";
import { type OutboxState, takesAnswers } from "@/app/_outbox/outbox";
import { shortcutKeys } from "./desk-commands";
import type { DeskStore } from "./desk-store";
import type { Desk } from "./use-desk";

/** Lights the key of a label for a moment; nothing is drawn anew for it. */
export type Flash = (label: string) => void;
const FLASH_MS = 140;

interface LabelKeysProps {
  labels: Desk["labels"];
  store: DeskStore;
  answers: Watched<OutboxState>;
  flash: RefObject<Flash | null>;
  /** Labels chosen so far, where an answer may hold several; else null. */
  chosen: readonly string[] | null;
  onChoose(label: string, certainty: "sure" | "unsure"): void;
}

type LabelKeyProps = Pick<LabelKeysProps, "onChoose"> & {
  label: Desk["labels"][number];
  isOpen: boolean;
  isSuggested: boolean;
  isChosen: boolean | undefined;
};

const LabelKey = memo(function LabelKey({ label, isOpen, isSuggested, isChosen, onChoose }: LabelKeyProps) {
  return (
    <button
      type="button"
      disabled={!isOpen}
      tabIndex={0}
      data-label={label.key}
      aria-pressed={isChosen}
      aria-keyshortcuts={label.shortcut ? shortcutKeys(label.shortcut).map(keyCap)[0] : undefined}
      title={label.description ?? undefined}
      onClick={(event) => {
        onChoose(label.key, event.shiftKey ? "unsure" : "sure");
        // a click leaves Space and Enter to the item; who came here by Tab stays
        if (event.detail > 0) event.currentTarget.blur();
      }}
      className={`relative flex h-9 min-w-0 items-center gap-2 rounded-lg border bg-surface px-2.5 text-left text-[14px] font-medium data-flashed:!bg-accent-weak aria-pressed:border-accent aria-pressed:bg-accent-weak aria-pressed:ring-1 aria-pressed:ring-accent aria-pressed:ring-inset sm:h-11 ${
        isSuggested ? "border-accent ring-1 ring-accent ring-inset" : "border-edge"
      }`}
    >
      {label.shortcut && <kbd>{label.shortcut.toUpperCase()}</kbd>}
      <span
        aria-hidden="true"
        className="size-2.5 shrink-0 rounded-[3px]"
        style={{ background: `var(--c${label.color})` }}
      />
      <span className="min-w-0 truncate">{label.name}</span>
      {isSuggested && (
        <span className="absolute -top-2 right-2 rounded bg-accent px-1 text-[11px] leading-4 font-medium text-on-accent max-sm:sr-only">
          suggested
        </span>
      )}
    </button>
  );
});

/** One key per label, in a block that the hand finds; the suggestion only marks its label. */
export const LabelKeys = memo(function LabelKeys({ labels, store, answers, flash, chosen, onChoose }: LabelKeysProps) {
  const suggested = useSlice(store, (state) => state.shown?.label ?? null);
  const hasItem = useSlice(store, (state) => state.current !== null);
  const isOpen = useSlice(answers, takesAnswers) && hasItem;
  const block = useRef<HTMLFieldSetElement>(null);
  useImperativeHandle(flash, () => (key) => {
    const button = block.current?.querySelector(`[data-label="${CSS.escape(key)}"]`);
    button?.setAttribute("data-flashed", "");
    setTimeout(() => button?.removeAttribute("data-flashed"), FLASH_MS);
  });
  return (
    <fieldset
      ref={block}
      aria-label="Labels"
      className="grid w-[min(960px,100%-32px)] grid-cols-2 gap-2 overflow-y-auto pt-2 max-sm:max-h-[32vh] max-sm:gap-1.5 sm:grid-cols-3 lg:grid-cols-5"
    >
      {labels.map((label) => (
        <LabelKey
          key={label.key}
          label={label}
          isOpen={isOpen}
          isSuggested={label.key === suggested}
          isChosen={chosen?.includes(label.key)}
          onChoose={onChoose}
        />
      ))}
    </fieldset>
  );
});
