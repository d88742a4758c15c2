"use client";
import { useSlice, type Watched } from "@/app/_components/use-slice";
import { type OutboxState, takesAnswers } from "@/app/_outbox/outbox";
import type { Desk } from "./use-desk";
import type { Verify } from "./use-verify";

interface VerifyKeysProps {
  verify: Verify;
  labels: Desk["labels"];
  answers: Watched<OutboxState>;
}

/** Two labels beside each other, alike in everything, and what else one can say. */
export function VerifyKeys({ verify: { pair, choose, neither }, labels, answers }: VerifyKeysProps) {
  const isOpen = useSlice(answers, takesAnswers);
  if (!pair) return null;
  const key = "flex items-center justify-center gap-2 rounded-lg border border-edge bg-surface font-medium";
  return (
    <fieldset
      aria-label="Which label fits?"
      data-testid="verify"
      className="grid w-[min(720px,100%-32px)] grid-cols-2 gap-2 pt-2"
    >
      {pair.map((labelKey, k) => {
        const label = labels.find((one) => one.key === labelKey);
        return (
          <button
            key={labelKey}
            type="button"
            disabled={!isOpen}
            onClick={(event) => {
              choose(k === 0 ? "a" : "b", event.shiftKey ? "unsure" : "sure", null);
              if (event.detail > 0) event.currentTarget.blur();
            }}
            className="flex min-h-16 min-w-0 flex-col items-center justify-center gap-1 rounded-lg border border-edge bg-surface px-3 py-2"
          >
            <span className="flex min-w-0 items-center gap-2 text-[16px] font-semibold">
              <kbd>{k + 1}</kbd>
              <span className="sr-only">{k === 0 ? "A:" : "B:"}</span>
              <span
                aria-hidden="true"
                className="size-2.5 shrink-0 rounded-[3px]"
                style={{ background: `var(--c${label?.color ?? 0})` }}
              />
              <span className="min-w-0 break-words">{label?.name ?? labelKey}</span>
            </span>
            {label?.description && <span className="line-clamp-2 text-[12px] text-text-2">{label.description}</span>}
          </button>
        );
      })}
      <button
        type="button"
        disabled={!isOpen}
        className={`${key} h-9`}
        onClick={(event) => {
          choose("both", event.shiftKey ? "unsure" : "sure", null);
          if (event.detail > 0) event.currentTarget.blur();
        }}
      >
        <kbd>3</kbd> Both fit
      </button>
      <button
        type="button"
        disabled={!isOpen}
        className={`${key} h-9`}
        onClick={(event) => {
          neither();
          if (event.detail > 0) event.currentTarget.blur();
        }}
      >
        <kbd>4</kbd> Neither
      </button>
    </fieldset>
  );
}
