"use client";
import { memo } from "react";
import { keyCap } from "@/app/_keyboard/command";
import { shortcutKeys } from "./desk-commands";
import type { Desk } from "./use-desk";

interface LabelKeysProps {
  labels: Desk["labels"];
  suggested: string | null;
  flashed: string | null;
  isOpen: boolean;
  onChoose(label: string, certainty: "sure" | "unsure"): void;
}

/** One key per label, in a block that the hand finds; the suggestion only marks its label. */
export const LabelKeys = memo(function LabelKeys({ labels, suggested, flashed, isOpen, onChoose }: LabelKeysProps) {
  return (
    <fieldset
      aria-label="Labels"
      className="grid w-[min(960px,100%-32px)] grid-cols-2 gap-2 overflow-y-auto pt-2 max-sm:max-h-[32vh] max-sm:gap-1.5 sm:grid-cols-3 lg:grid-cols-5"
    >
      {labels.map((label) => {
        const isSuggested = label.key === suggested;
        return (
          <button
            key={label.key}
            type="button"
            disabled={!isOpen}
            tabIndex={0}
            aria-keyshortcuts={label.shortcut ? shortcutKeys(label.shortcut).map(keyCap)[0] : undefined}
            title={label.description ?? undefined}
            onClick={(event) => {
              onChoose(label.key, event.shiftKey ? "unsure" : "sure");
              event.currentTarget.blur();
            }}
            className={`relative flex h-9 min-w-0 items-center gap-2 rounded-lg sm:h-11 border bg-surface px-2.5 text-left text-[14px] font-medium ${
              isSuggested ? "border-accent ring-1 ring-accent ring-inset" : "border-edge"
            } ${label.key === flashed ? "!bg-accent-weak" : ""}`}
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
      })}
    </fieldset>
  );
});
