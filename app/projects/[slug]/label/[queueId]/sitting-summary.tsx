"use client";
import Link from "next/link";
import { useEffect, useState } from "react";
import { labelCalls } from "@/app/_trpc/label-calls";
import type { Outputs } from "@/app/_trpc/types";
import type { SittingSummary } from "./sitting";
import type { Desk } from "./use-desk";

const minutes = (ms: number) => (ms < 60_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`);
const share = (n: number, of: number) => (of === 0 ? "0 %" : `${Math.round((100 * n) / of)} %`);

/** What was done since the page was opened; nothing about agreement, and nothing about right or wrong. */
export function SittingNumbers({ summary }: { summary: SittingSummary }) {
  const { answers, activeMs, medianMs, unsure, skipped } = summary;
  const rows = [
    ["Answers", String(answers)],
    ["Time active", minutes(activeMs)],
    ["Seconds per item, median", medianMs === null ? "–" : (medianMs / 1_000).toFixed(1)],
    ["Not sure", share(unsure, answers)],
    ["Skipped", String(skipped)],
  ] as const;
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1 text-left tabular-nums" data-testid="sitting">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-text-2">{name}</dt>
          <dd className="text-right font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type OwnQueue = Outputs["project"]["myQueues"][number];

/** Where to go from here: the project's next open queue of this person, or all of them. */
export function WhereNext({ desk }: { desk: Desk }) {
  const [next, setNext] = useState<OwnQueue | null>(null);
  useEffect(() => {
    let isOver = false;
    void labelCalls.myQueues.query(undefined).then(
      (queues) => {
        const others = queues.filter((one) => one.slug === desk.project.slug && one.queueId !== desk.queue.id);
        if (!isOver) setNext(others.find((one) => one.done < one.total && one.mine < one.total) ?? null);
      },
      // without a network there is the way back
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [desk]);
  return (
    <div className="flex flex-wrap justify-center gap-2">
      {next && (
        <Link href={`/projects/${next.slug}/label/${next.queueId}`} className="btn primary" prefetch={false}>
          Next queue: {next.title}
        </Link>
      )}
      <Link href="/" className={next ? "btn" : "btn primary"} prefetch={false}>
        Back to my queues
      </Link>
    </div>
  );
}
