"use client";
import { NeedsAttention, type RefusedActions } from "./needs-attention";
import type { Outbox } from "./open-outbox";
import { needAttention, type OutboxState, waiting } from "./outbox";
import { saveOutboxFile } from "./outbox-file";
import { saveWords } from "./save-state";

interface OutboxPanelProps extends Pick<RefusedActions, "queueId" | "labelName" | "onOpen"> {
  outbox: Outbox | null;
  state: OutboxState;
  /** What the browser says of its storage; null: it cannot say. */
  isKept: boolean | null;
}

/** What waits, what came late and what needs attention; its code comes after the first item. */
export function OutboxPanel({ outbox, state, isKept, ...actions }: OutboxPanelProps) {
  const { more } = saveWords(state);
  const refused = needAttention(state);
  const n = waiting(state).length;
  return (
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
          {state.late.map((answer) => answer.number).join(", ")} came late: somebody else had taken over. Your answer is
          kept and counts towards the consensus.
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
          <button type="button" className="btn small" onClick={() => saveOutboxFile(outbox?.state().entries ?? [])}>
            Export as a file
          </button>
        </div>
      )}
    </section>
  );
}
