"use client";
import type { RefObject } from "react";
import type { GuidelineRule } from "./guideline-rules";

interface ConflictReasonProps {
  rules: readonly GuidelineRule[];
  rule: string | null;
  reason: string;
  field: RefObject<HTMLTextAreaElement | null>;
  onRule(rule: string | null): void;
  onReason(text: string): void;
}

/** Why: the rule that decided, and words for those who answered otherwise. */
export function ConflictReason({ rules, rule, reason, field, onRule, onReason }: ConflictReasonProps) {
  const choices = [
    ...rules.map(({ number, text }) => [number, `Rule ${number}: ${text}`] as const),
    ["none", "No rule yet"] as const,
  ];
  return (
    <section className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <h2>Why</h2>
        <kbd>R</kbd>
      </div>
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">Rule of the guidelines</legend>
        {choices.map(([value, name]) => (
          <button
            key={value}
            type="button"
            aria-pressed={rule === value}
            onClick={(event) => {
              onRule(rule === value ? null : value);
              event.currentTarget.blur();
            }}
            className="chip max-w-full hover:text-text aria-pressed:border-accent aria-pressed:text-accent"
          >
            <span className="truncate">{name}</span>
          </button>
        ))}
      </fieldset>
      <textarea
        ref={field}
        aria-label="Reason"
        rows={3}
        maxLength={4000}
        className="input"
        placeholder="Those who answered otherwise will read it"
        value={reason}
        onChange={(event) => onReason(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey)))
            event.currentTarget.blur();
        }}
      />
      <p className="text-xs text-text-2">
        Write it before you decide; <kbd>Esc</kbd> gives the keys back.
      </p>
    </section>
  );
}
