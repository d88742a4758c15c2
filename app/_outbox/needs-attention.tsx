"use client";
import { useState } from "react";
import type { OutboxAnswer, OutboxEntry } from "./outbox";
import { reasonWords } from "./refusal-words";

export interface RefusedActions {
  /** Items of other queues cannot be opened from here. */
  queueId: number;
  labelName(key: string | null): string;
  onOpen(answer: OutboxAnswer): void;
  onSendAgain(clientKeys: readonly string[]): void;
  onDiscard(clientKey: string): void;
}

function RefusedAnswer({ entry: { answer, refused }, ...actions }: { entry: OutboxEntry } & RefusedActions) {
  const [isSure, setIsSure] = useState(false);
  const what = answer.kind === "label" ? actions.labelName(answer.label) : answer.kind;
  return (
    <li className="flex flex-col gap-1.5 border-line border-t pt-2">
      <p>
        <b className="font-semibold">
          Item {answer.number}: {what}
        </b>
        <span className="block text-[12px] text-text-2">{reasonWords(refused ?? "")}</span>
      </p>
      {isSure ? (
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-[12px]">This answer is gone for good then.</span>
          <button type="button" className="btn small danger" onClick={() => actions.onDiscard(answer.clientKey)}>
            Discard it
          </button>
          <button type="button" className="btn small" onClick={() => setIsSure(false)}>
            Keep it
          </button>
        </div>
      ) : (
        <div className="flex flex-wrap gap-2">
          {answer.queueId === actions.queueId && answer.kind !== "undo" && (
            <button type="button" className="btn small" onClick={() => actions.onOpen(answer)}>
              Open the item again
            </button>
          )}
          <button type="button" className="btn small" onClick={() => actions.onSendAgain([answer.clientKey])}>
            Send again
          </button>
          <button type="button" className="btn small ghost" onClick={() => setIsSure(true)}>
            Discard
          </button>
        </div>
      )}
    </li>
  );
}

/** Answers that the server does not take: kept until the person decides. */
export function NeedsAttention({ entries, ...actions }: { entries: readonly OutboxEntry[] } & RefusedActions) {
  return (
    <section aria-labelledby="needs-attention" className="flex flex-col gap-2">
      <h2 id="needs-attention">Needs attention</h2>
      <ul className="flex max-h-72 flex-col gap-2 overflow-auto">
        {entries.map((entry) => (
          <RefusedAnswer key={entry.answer.clientKey} entry={entry} {...actions} />
        ))}
      </ul>
    </section>
  );
}
