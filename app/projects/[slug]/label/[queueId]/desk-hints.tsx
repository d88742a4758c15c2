"use client";
import type { ReactNode } from "react";
import { type Command, keyCap } from "@/app/_keyboard/command";
import type { DeskActions, DeskKeys } from "./desk-commands";

const HINTS = ["undo", "skip", "flag", "comment"];

interface DeskHintsProps {
  commands: readonly Command[];
  bindings: DeskKeys;
  steps: DeskActions["steps"];
  /** On the button that gives an answer made step by step. */
  giveWords: string;
  hasItem: boolean;
  /** Beside the keys. */
  children: ReactNode;
}

/** The keys that every item has, as buttons. */
export function DeskHints({ commands, bindings, steps, giveWords, hasItem, children }: DeskHintsProps) {
  const commandOf = (id: string) => commands.find((command) => command.id === id);
  const run = (id: string) => () => commandOf(id)?.run(new KeyboardEvent("keydown"));
  return (
    <div className="flex w-[min(960px,100%-32px)] items-end gap-x-4 gap-y-2 py-2 sm:py-3 text-[12px] text-text-2 max-sm:flex-wrap">
      {HINTS.flatMap((id) => commandOf(id) ?? []).map(({ id, keys: [key], label }) => (
        <button
          key={id}
          type="button"
          className="flex items-center gap-1.5 whitespace-nowrap hover:text-text"
          onClick={run(id)}
        >
          {key && <kbd>{keyCap(key)}</kbd>} {label}
        </button>
      ))}
      {bindings.singleKeys && (
        <span className="flex items-center gap-1.5 whitespace-nowrap max-md:hidden">
          <kbd>Shift</kbd> not sure
        </span>
      )}
      {bindings.enterAccepts && bindings.singleKeys && !steps && (
        <span className="flex items-center gap-1.5 whitespace-nowrap max-md:hidden">
          <kbd>↵</kbd> suggestion
        </span>
      )}
      {steps && (
        <button
          type="button"
          className="btn primary small"
          disabled={!hasItem}
          onClick={() => steps.give("sure", null)}
        >
          {giveWords} <kbd>↵</kbd>
        </button>
      )}
      {children}
    </div>
  );
}
