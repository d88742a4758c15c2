"use client";
import { memo, useEffect, useRef } from "react";
import { PopMenu } from "@/app/_components/pop-menu";
import { NeedsAttention, type RefusedActions } from "./needs-attention";
import type { Outbox } from "./open-outbox";
import { needAttention, offDisk, waiting } from "./outbox";
import { saveOutboxFile } from "./outbox-file";
import { saveWords, troubleWords } from "./save-state";
import { useDrawnAnswers, useKeptStorage } from "./use-outbox";

const COLORS = { good: "var(--good)", warn: "var(--warn)", bad: "var(--bad)", quiet: "var(--text-3)" } as const;

interface OutboxChipProps extends Pick<RefusedActions, "queueId" | "labelName" | "onOpen"> {
  outbox: Outbox | null;
}

/** Where the answers are; opens what waits, what came late and what needs attention. */
export const OutboxChip = memo(function OutboxChip({ outbox, ...actions }: OutboxChipProps) {
  const state = useDrawnAnswers(outbox);
  const { text, tone, more } = saveWords(state);
  const refused = needAttention(state);
  const n = waiting(state).length;
  const chip = useRef<HTMLSpanElement>(null);
  // every change, drawn or not
  useEffect(() => {
    if (!outbox) return;
    const count = () => chip.current?.setAttribute("data-off-disk", String(offDisk(outbox.state()).length));
    count();
    return outbox.watch(count);
  }, [outbox]);
  const isKept = useKeptStorage();
  return (
    <>
      <p role="status" className="sr-only" data-testid="save-trouble">
        {troubleWords(state)}
      </p>
      <PopMenu
        placement="below-wide"
        buttonClass="flex items-center gap-2"
        button={
          <>
            {refused.length > 0 && (
              <span className="chip text-bad" data-testid="need-attention">
                {refused.length} need attention
              </span>
            )}
            {state.late.length > 0 && <span className="chip text-warn max-sm:hidden">{state.late.length} late</span>}
            <span ref={chip} className="chip min-w-36 tabular-nums" data-testid="save-state">
              <span aria-hidden="true" className="size-2 rounded-full" style={{ background: COLORS[tone] }} />
              {text}
            </span>
          </>
        }
      >
        {() => (
          <section aria-label="Your answers" className="flex flex-col gap-3 p-2" data-testid="outbox-panel">
            <p>{more}</p>
            {refused.length > 0 && (
              <NeedsAttention
                entries={refused}
                onSendAgain={(keys) => outbox?.sendAgain(keys)}
                onDiscard={(key) => outbox?.discard(key)}
                {...actions}
              />
            )}
            {state.late.length > 0 && (
              <p className="text-[12px] text-text-2">
                {state.late.length === 1 ? "Item " : "Items "}
                {state.late.map((answer) => answer.number).join(", ")} came late: somebody else had taken over. Your
                answer is kept and counts towards the consensus.
              </p>
            )}
            <p className="text-[12px] text-text-2">
              {isKept === true
                ? "This browser keeps what is stored here."
                : "This browser may clear what is stored here when its disk is full, so do not leave answers waiting for days."}
            </p>
            {state.entries.length > 0 && (
              <div className="flex flex-wrap gap-2">
                {n > 0 && (
                  <button type="button" className="btn small" onClick={() => outbox?.retryNow()}>
                    Send now
                  </button>
                )}
                <button
                  type="button"
                  className="btn small"
                  onClick={() => saveOutboxFile(outbox?.state().entries ?? [])}
                >
                  Export as a file
                </button>
              </div>
            )}
          </section>
        )}
      </PopMenu>
    </>
  );
});
