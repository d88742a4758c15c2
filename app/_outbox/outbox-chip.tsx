"use client";
import { memo, useEffect, useRef } from "react";
import { later } from "@/app/_components/later";
import { PopMenu } from "@/app/_components/pop-menu";
import type { RefusedActions } from "./needs-attention";
import type { Outbox } from "./open-outbox";
import { needAttention, offDisk } from "./outbox";
import { saveWords, troubleWords } from "./save-state";
import { useDrawnAnswers, useKeptStorage } from "./use-outbox";

const OutboxPanel = later(async () => (await import("./outbox-panel")).OutboxPanel);
const COLORS = { good: "var(--good)", warn: "var(--warn)", bad: "var(--bad)", quiet: "var(--text-3)" } as const;

interface OutboxChipProps extends Pick<RefusedActions, "queueId" | "labelName" | "onOpen"> {
  outbox: Outbox | null;
}

/** Where the answers are; opens what waits, what came late and what needs attention. */
export const OutboxChip = memo(function OutboxChip({ outbox, ...actions }: OutboxChipProps) {
  const state = useDrawnAnswers(outbox);
  const { text, tone } = saveWords(state);
  const refused = needAttention(state);
  const isKept = useKeptStorage();
  const chip = useRef<HTMLSpanElement>(null);
  // every change, drawn or not
  useEffect(() => {
    if (!outbox) return;
    const count = () => chip.current?.setAttribute("data-off-disk", String(offDisk(outbox.state()).length));
    count();
    return outbox.watch(count);
  }, [outbox]);
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
              {/* of a fixed size and out of the flow where there is room: other words lay out nothing else */}
              <span className="text-left sm:relative sm:h-4 sm:w-[168px]">
                <span className="leading-4 sm:absolute sm:inset-0 sm:truncate sm:contain-strict">{text}</span>
              </span>
            </span>
          </>
        }
      >
        {() => <OutboxPanel outbox={outbox} state={state} isKept={isKept} {...actions} />}
      </PopMenu>
    </>
  );
});
