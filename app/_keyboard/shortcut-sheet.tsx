"use client";
import type { ReactNode } from "react";
import { useModal } from "@/app/_components/use-modal";
import { type Command, keyCap } from "./command";

const GROUPS = ["Answer", "Item", "Move", "Help"] as const;

/** All keys of a screen, derived from its commands. */
export function ShortcutSheet({
  commands,
  children,
  onClose,
}: {
  commands: readonly Command[];
  /** What can be done about the keys. */
  children?: ReactNode;
  onClose: () => void;
}) {
  const dialog = useModal();
  const shown = commands.filter(
    (command) => command.enabled !== false && command.keys.length > 0 && !command.id.startsWith("unsure:"),
  );
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      aria-label="All keys"
      className="m-auto max-h-[80vh] w-[min(640px,calc(100vw-32px))] overflow-auto rounded-lg border border-line bg-surface p-5 text-text shadow-card backdrop:bg-black/40"
    >
      <div className="mb-4 flex items-center justify-between">
        <h2 className="text-[15px] font-semibold">All keys</h2>
        <button type="button" className="btn ghost" onClick={() => dialog.current?.close()}>
          Close <kbd>Esc</kbd>
        </button>
      </div>
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        {GROUPS.map((group) => {
          const own = shown.filter((command) => command.group === group);
          if (own.length === 0) return null;
          return (
            <section key={group} className="flex flex-col gap-1">
              <h3 className="font-semibold text-text-2">{group}</h3>
              {own.map((command) => (
                <div key={command.id} className="flex items-center justify-between gap-4">
                  <span className="truncate">{command.label}</span>
                  <span className="flex gap-1">
                    {command.keys
                      .filter((key) => !key.startsWith("Numpad"))
                      .map((key) => (
                        <kbd key={key}>{keyCap(key)}</kbd>
                      ))}
                  </span>
                </div>
              ))}
            </section>
          );
        })}
      </div>
      <p className="mt-4 text-text-2">With Shift a label key says that you are not sure.</p>
      {children}
    </dialog>
  );
}
