"use client";
import { memo, type ReactNode } from "react";
import { useSlice } from "@/app/_components/use-slice";
import type { DeskStore } from "./desk-store";
import type { Desk } from "./use-desk";

interface DeskHeaderProps {
  desk: Desk;
  store: DeskStore;
  /** Where the answers are. */
  saved: ReactNode;
  menu: ReactNode;
}

function Answered({ store, total }: { store: DeskStore; total: number }) {
  const answered = useSlice(store, (state) => state.answered);
  const share = total === 0 ? 0 : Math.min(1, answered / total);
  return (
    <>
      {/* of its own size and out of the flow: another number lays out nothing else */}
      <div className="relative h-5 sm:min-w-32" style={{ width: `${2 * String(total).length + 4}ch` }}>
        <p className="absolute inset-0 flex justify-center gap-1.5 whitespace-nowrap tabular-nums contain-strict">
          <b className="font-semibold">{answered}</b>
          <span className="text-text-2">of {total}</span>
        </p>
      </div>
      <div
        role="progressbar"
        aria-label="Answered"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={answered}
        className="absolute inset-x-0 top-full h-[3px] overflow-hidden bg-line"
      >
        <div className="size-full origin-left bg-accent" style={{ transform: `scaleX(${share})` }} />
      </div>
    </>
  );
}

/** Where one is, how far, and whether all is safe. */
export const DeskHeader = memo(function DeskHeader({ desk, store, saved, menu }: DeskHeaderProps) {
  return (
    <header className="relative mb-[3px] grid h-12 grid-cols-[1fr_auto_1fr] max-sm:grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-3 bg-surface px-4 max-sm:gap-2 max-sm:px-3">
      <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-2 overflow-hidden">
        {/* a page of its own: leaving gives the items back */}
        <a href="/" className="shrink-0 text-text-2 hover:text-text">
          <span className="max-sm:sr-only">My </span>
          <span className="max-sm:capitalize">queues</span>
        </a>
        <span aria-hidden="true" className="text-text-3 max-sm:hidden">
          /
        </span>
        <h1 className="truncate max-sm:sr-only text-[13px] font-semibold leading-5 tracking-normal">
          {desk.queue.title}
        </h1>
      </nav>
      <Answered store={store} total={desk.queue.total} />
      <div className="flex items-center justify-end gap-2">
        {saved}
        {menu}
      </div>
    </header>
  );
});
