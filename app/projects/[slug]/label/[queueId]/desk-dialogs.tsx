"use client";
import { useEffect, useRef, useState } from "react";
import { useModal } from "@/app/_components/use-modal";
import type { FlagReason } from "@/core/annotation/annotation-value";
import type { Desk } from "./use-desk";

const REASONS: readonly { reason: FlagReason; text: string }[] = [
  { reason: "broken", text: "Broken: cannot be seen or read" },
  { reason: "unclear", text: "Unclear: the guidelines do not say" },
  { reason: "not-in-label-set", text: "Not in the label set" },
];

/** As long as the server takes it. */
const MAX_NOTE_LENGTH = 4000;
const frame =
  "m-auto w-[min(420px,calc(100vw-32px))] rounded-lg border border-line bg-surface p-4 text-text shadow-card backdrop:bg-black/40";

/** Why an item is flagged, one key each, with a note where it helps. */
export function FlagDialog({
  onFlag,
  onClose,
}: {
  onFlag: (reason: FlagReason, note: string | null) => void;
  onClose: () => void;
}) {
  const dialog = useModal();
  const field = useRef<HTMLTextAreaElement>(null);
  const [note, setNote] = useState("");
  const flag = (reason: FlagReason) => onFlag(reason, note.trim() || null);
  useEffect(() => {
    dialog.current?.querySelector("button")?.focus();
  }, [dialog]);
  return (
    <dialog
      ref={dialog}
      aria-label="Flag this item"
      onClose={onClose}
      className={frame}
      onKeyDown={(event) => {
        if (event.target === field.current) return;
        const chosen = REASONS[Number(event.key) - 1];
        if (!chosen && event.key !== "n") return;
        event.preventDefault();
        event.stopPropagation();
        if (chosen) flag(chosen.reason);
        else field.current?.focus();
      }}
    >
      <h2 className="mb-3 font-semibold">Flag this item</h2>
      <label className="mb-3 flex flex-col gap-1">
        <span className="flex items-center justify-between">
          Note, where it helps <kbd>N</kbd>
        </span>
        <textarea
          ref={field}
          className="input h-auto"
          rows={2}
          maxLength={MAX_NOTE_LENGTH}
          dir="auto"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      <div className="flex flex-col gap-2">
        {REASONS.map(({ reason, text }, k) => (
          <button key={reason} type="button" className="btn justify-start" onClick={() => flag(reason)}>
            <kbd>{k + 1}</kbd> {text}
          </button>
        ))}
      </div>
      <p className="mt-3 text-[12px] text-text-2">
        Managers see the reason and the note; you go on with the next item.
      </p>
    </dialog>
  );
}

/** Type to find a label; Enter answers with the first that fits. */
export function LabelFinder({
  labels,
  onChoose,
  onClose,
}: {
  labels: Desk["labels"];
  onChoose: (label: string) => void;
  onClose: () => void;
}) {
  const dialog = useModal();
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const found = labels
    .filter((label) => label.name.toLowerCase().includes(wanted))
    .sort((a, b) => Number(b.name.toLowerCase().startsWith(wanted)) - Number(a.name.toLowerCase().startsWith(wanted)));
  return (
    <dialog ref={dialog} aria-label="Find a label" onClose={onClose} className={frame}>
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          if (found[0]) onChoose(found[0].key);
        }}
      >
        <input
          autoFocus
          aria-label="Name of the label"
          className="mb-3 h-9 w-full rounded-md border border-edge bg-surface px-2"
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder="Type the name of a label"
        />
        <ul className="flex max-h-72 flex-col gap-1 overflow-auto">
          {found.map((label, k) => (
            <li key={label.key}>
              <button
                type="button"
                className={`btn w-full justify-start ${k === 0 ? "border-accent" : "ghost"}`}
                onClick={() => onChoose(label.key)}
              >
                <span
                  aria-hidden="true"
                  className="size-2.5 rounded-[3px]"
                  style={{ background: `var(--c${label.color})` }}
                />
                {label.name}
                {k === 0 && <kbd className="ml-auto">↵</kbd>}
              </button>
            </li>
          ))}
          {found.length === 0 && <li className="text-text-2">No label has that in its name.</li>}
        </ul>
      </form>
    </dialog>
  );
}
