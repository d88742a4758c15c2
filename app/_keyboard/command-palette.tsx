"use client";
import { type KeyboardEvent as ReactKeyboardEvent, useEffect, useRef, useState } from "react";
import { foldedName, matchOf } from "@/core/label-set/find-label";
import { type Command, keyCap } from "./command";

/** Everything that the screen can do, found by typing; Enter does the first. */
export function CommandPalette({ commands, onClose }: { commands: readonly Command[]; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const text = foldedName(typed.trim());
  const found = commands
    .filter((command) => command.enabled !== false && command.id !== "palette")
    .map((command) => ({ command, match: text === "" ? 1 : matchOf(foldedName(command.label), text) }))
    .filter(({ match }) => match > 0)
    .sort((a, b) => b.match - a.match)
    .map(({ command }) => command);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    // when the dialog is gone and the focus is back
    setTimeout(() => command.run(new KeyboardEvent("keydown")));
  };
  const onKeyDown = (event: ReactKeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Enter") run(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      aria-label="Commands"
      onClose={onClose}
      className="mx-auto mt-[12vh] w-[min(480px,calc(100vw-32px))] rounded-lg border border-line bg-surface p-3 text-text shadow-card backdrop:bg-black/40"
    >
      <input
        autoFocus
        role="combobox"
        aria-label="Find a command"
        aria-expanded
        aria-controls="palette-commands"
        aria-activedescendant={found[at] ? `palette-${at}` : undefined}
        autoComplete="off"
        className="input mb-2"
        placeholder="Type what you want to do"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id="palette-commands"
        role="listbox"
        tabIndex={-1}
        aria-label="Commands found"
        className="max-h-[50vh] overflow-y-auto"
      >
        {found.map((command, k) => (
          <button
            key={command.id}
            id={`palette-${k}`}
            type="button"
            role="option"
            aria-selected={k === at}
            tabIndex={-1}
            className="flex w-full items-center justify-between gap-4 rounded-md px-2 py-1.5 text-left hover:bg-sunken aria-selected:bg-accent-weak"
            onClick={() => run(command)}
          >
            <span className="truncate">{command.label}</span>
            <span className="flex shrink-0 gap-1">
              {command.keys
                .filter((key) => !key.startsWith("Numpad"))
                .slice(0, 2)
                .map((key) => (
                  <kbd key={key}>{keyCap(key)}</kbd>
                ))}
            </span>
          </button>
        ))}
        {found.length === 0 && <p className="px-2 py-1.5 text-text-2">Nothing here is called that.</p>}
      </div>
    </dialog>
  );
}
