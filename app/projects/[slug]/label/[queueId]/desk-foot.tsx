"use client";
import { type Command, keyCap } from "@/app/_keyboard/command";
import type { DeskActions, DeskKeys } from "./desk-commands";
import type { DeskStore } from "./desk-store";
import { HistoryStrip } from "./history-strip";
import type { Desk } from "./use-desk";

const HINTS = ["undo", "skip", "flag", "comment"];
const HINT = "flex items-center gap-1.5 whitespace-nowrap";

interface DeskFootProps {
  desk: Desk;
  store: DeskStore;
  commands: readonly Command[];
  bindings: DeskKeys;
  steps: DeskActions["steps"];
  /** Nothing is chosen yet, which is an answer, too. */
  isEmpty: boolean;
  isOpen: boolean;
}

/** What else can be done with the item, and the last answers. */
export function DeskFoot({ desk, store, commands, bindings, steps, isEmpty, isOpen }: DeskFootProps) {
  return (
    <div className="flex w-[min(960px,100%-32px)] items-end gap-x-4 gap-y-2 py-2 text-[12px] text-text-2 max-sm:flex-wrap sm:py-3">
      {HINTS.flatMap((id) => commands.find((command) => command.id === id) ?? []).map((command) => (
        <button
          key={command.id}
          type="button"
          className={`${HINT} hover:text-text`}
          onClick={() => command.run(new KeyboardEvent("keydown"))}
        >
          {command.keys[0] && <kbd>{keyCap(command.keys[0])}</kbd>} {command.label}
        </button>
      ))}
      {bindings.singleKeys && (
        <span className={`${HINT} max-md:hidden`}>
          <kbd>Shift</kbd> not sure
        </span>
      )}
      {bindings.enterAccepts && bindings.singleKeys && !steps && (
        <span className={`${HINT} max-md:hidden`}>
          <kbd>↵</kbd> suggestion
        </span>
      )}
      {steps && (
        <button type="button" className="btn primary small" disabled={!isOpen} onClick={() => steps.give("sure", null)}>
          {isEmpty ? "None applies" : "Give the answer"} <kbd>↵</kbd>
        </button>
      )}
      <HistoryStrip store={store} desk={desk} />
    </div>
  );
}
