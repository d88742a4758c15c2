"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Desk } from "./use-desk";

interface DeskHeaderProps {
  desk: Desk;
  answered: number;
  /** Where the answers are. */
  saved: ReactNode;
  onSheet(): void;
}

/** Where one is, how far, and whether all is safe. */
export function DeskHeader({ desk, answered, saved, onSheet }: DeskHeaderProps) {
  const share = desk.queue.total === 0 ? 0 : Math.min(1, answered / desk.queue.total);
  return (
    <>
      <header className="grid h-12 grid-cols-[1fr_auto_1fr] items-center gap-3 bg-surface px-4">
        <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-2">
          <Link href="/" className="shrink-0 text-text-2 hover:text-text" prefetch={false}>
            My queues
          </Link>
          <span aria-hidden="true" className="text-text-3">
            /
          </span>
          <h1 className="truncate text-[13px] font-semibold leading-5 tracking-normal">{desk.queue.title}</h1>
        </nav>
        <p className="flex gap-1.5 whitespace-nowrap tabular-nums">
          <b className="font-semibold">{answered}</b>
          <span className="text-text-2">of {desk.queue.total}</span>
        </p>
        <div className="flex items-center justify-end gap-2">
          {saved}
          <button type="button" aria-label="All keys" className="max-sm:hidden" onClick={onSheet}>
            <kbd>?</kbd>
          </button>
        </div>
      </header>
      <div
        role="progressbar"
        aria-label="Answered"
        aria-valuemin={0}
        aria-valuemax={desk.queue.total}
        aria-valuenow={answered}
        className="h-[3px] bg-line"
      >
        <div className="h-full bg-accent" style={{ width: `${share * 100}%` }} />
      </div>
    </>
  );
}
