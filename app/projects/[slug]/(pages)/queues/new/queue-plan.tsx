"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Card } from "@/app/_components/card";
import { formatCount } from "@/app/_components/format";
import { useTRPC } from "@/app/_trpc/client";
import type { QueueDraft } from "./queue-draft";

/** Fewer pairable items give no interval. */
const ENOUGH = 50;

/** How many items will tell how far people agree, before the queue is made. */
export function QueuePlan({ draft, items }: { draft: QueueDraft; items: number }) {
  const trpc = useTRPC();
  const isRandom = draft.strategy === "random";
  const answersPerItem = isRandom ? Math.max(3, draft.overlapMin) : draft.overlapMin;
  const { data } = useQuery(
    trpc.queue.plan.queryOptions(
      {
        items,
        answersPerItem,
        blindItemsShare: isRandom ? 1 : draft.blindItemsShare,
        mode: isRandom ? "blind" : draft.mode,
      },
      { placeholderData: keepPreviousData },
    ),
  );
  const early = Math.round(data?.early.pairable ?? 0);
  const later = Math.round(data?.later.pairable ?? 0);
  const [low, high] = [Math.min(early, later), Math.max(early, later)];
  return (
    <Card title="What it will give">
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 tabular-nums">
        <dt className="text-text-2">Items, at most</dt>
        <dd className="text-right">{formatCount(items)}</dd>
        <dt className="text-text-2">Answers, at least</dt>
        <dd className="text-right">{formatCount(items * answersPerItem)}</dd>
        <dt className="text-text-2">Items with two blind answers</dt>
        <dd className="text-right font-semibold" data-testid="pairable">
          {data ? (low === high ? formatCount(low) : `${formatCount(low)} – ${formatCount(high)}`) : "…"}
        </dd>
      </dl>
      {data && (
        <p className={`text-xs ${high < ENOUGH ? "text-warn" : "text-text-2"}`}>
          {high === 0
            ? "Agreement cannot be measured in this queue: no item gets two answers without a suggestion."
            : high < ENOUGH
              ? `Agreement needs ${ENOUGH} such items for an interval. Take more items, more people, or a larger blind share.`
              : "Agreement and the human ceiling are measured on these items."}
        </p>
      )}
    </Card>
  );
}
