"use client";
import { type RefObject, useState } from "react";
import { Swatch } from "@/app/_components/label-swatch";
import { keyCap } from "@/app/_keyboard/command";
import { shortcutKeys } from "../label/[queueId]/desk-commands";
import type { DeskLabel } from "./conflict-commands";

interface LabelChoiceProps {
  labels: readonly DeskLabel[];
  /** Labels that somebody or something named, first and large; empty before the evidence. */
  candidates: readonly string[];
  isBusy: boolean;
  finder: RefObject<HTMLInputElement | null>;
  onChoose(label: string): void;
  /** Labels chosen so far, where an answer is made step by step; else null. */
  chosen: readonly string[] | null;
  giveText: string;
  onGive(): void;
}

const SEARCH_FROM = 12;

function LabelButton({
  label,
  isLarge,
  isBusy,
  isChosen,
  onChoose,
}: {
  label: DeskLabel;
  isLarge: boolean;
  isBusy: boolean;
  isChosen?: boolean | undefined;
  onChoose(label: string): void;
}) {
  return (
    <button
      type="button"
      disabled={isBusy}
      aria-pressed={isChosen}
      aria-keyshortcuts={label.shortcut ? shortcutKeys(label.shortcut).map(keyCap)[0] : undefined}
      onClick={(event) => {
        onChoose(label.key);
        event.currentTarget.blur();
      }}
      className={`flex min-w-0 items-center gap-2.5 rounded-lg border border-edge bg-surface text-left aria-pressed:border-accent aria-pressed:bg-accent-weak font-medium hover:bg-sunken disabled:text-text-2 ${
        isLarge ? "h-11 px-3 text-base" : "h-8 px-2"
      }`}
    >
      {label.shortcut && <kbd>{label.shortcut.toUpperCase()}</kbd>}
      <Swatch color={label.color} />
      <span className="truncate">{label.name}</span>
    </button>
  );
}

/** All labels by key and click; those in question stand out. */
export function LabelChoice({
  labels,
  candidates,
  isBusy,
  finder,
  onChoose,
  chosen,
  giveText,
  onGive,
}: LabelChoiceProps) {
  const [wanted, setWanted] = useState("");
  const inQuestion = candidates.flatMap((key) => labels.find((label) => label.key === key) ?? []);
  const rest = labels.filter(
    (label) => !candidates.includes(label.key) && label.name.toLowerCase().includes(wanted.trim().toLowerCase()),
  );
  const choose = (key: string) => {
    setWanted("");
    onChoose(key);
  };
  return (
    <div className="flex flex-col gap-2">
      {inQuestion.map((label) => (
        <LabelButton
          key={label.key}
          label={label}
          isLarge
          isBusy={isBusy}
          isChosen={chosen?.includes(label.key)}
          onChoose={choose}
        />
      ))}
      {labels.length > SEARCH_FROM && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (wanted.trim() !== "" && rest[0]) choose(rest[0].key);
          }}
        >
          <input
            ref={finder}
            className="input"
            aria-label="Find a label"
            placeholder="Find a label; Enter takes the first"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
            onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
          />
        </form>
      )}
      <div className={`grid gap-2 ${inQuestion.length > 0 ? "grid-cols-2" : "grid-cols-1 sm:max-lg:grid-cols-2"}`}>
        {rest.slice(0, 40).map((label) => (
          <LabelButton
            key={label.key}
            label={label}
            isLarge={inQuestion.length === 0 && labels.length <= SEARCH_FROM}
            isBusy={isBusy}
            isChosen={chosen?.includes(label.key)}
            onChoose={choose}
          />
        ))}
      </div>
      {chosen && (
        <button type="button" className="btn primary justify-center" disabled={isBusy} onClick={onGive}>
          {giveText} <kbd>↵</kbd>
        </button>
      )}
    </div>
  );
}
