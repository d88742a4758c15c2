"use client";
import Link from "next/link";
import type { SendState } from "./answer-sender";
import type { Desk } from "./use-desk";

interface DeskHeaderProps {
  desk: Desk;
  answered: number;
  waiting: number;
  refused: number;
  sending: SendState;
  onSheet(): void;
  onRetry(): void;
}

function saveState({ waiting, sending }: Pick<DeskHeaderProps, "waiting" | "sending">): {
  text: string;
  color: string;
  title: string;
} {
  if (sending.problem === "signed-out")
    return {
      text: `Signed out, ${waiting} waiting`,
      color: "var(--bad)",
      title: "Sign in again in another tab; your answers wait here.",
    };
  if (sending.problem === "refused")
    return {
      text: `Not taken, ${waiting} waiting`,
      color: "var(--bad)",
      title: "The server refuses these answers. They are kept here.",
    };
  if (sending.problem === "offline")
    return {
      text: `Offline, ${waiting} waiting`,
      color: "var(--warn)",
      title: "The server does not answer. Your answers wait here and are sent again.",
    };
  if (waiting > 0) return { text: `Saving ${waiting}`, color: "var(--text-3)", title: "On their way to the server" };
  return { text: "Saved", color: "var(--good)", title: "All answers are on the server" };
}

/** Where one is, how far, and whether all is safe. */
export function DeskHeader({ desk, answered, waiting, refused, sending, onSheet, onRetry }: DeskHeaderProps) {
  const { text, color, title } = saveState({ waiting, sending });
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
          {refused > 0 && <span className="chip text-bad">{refused} need attention</span>}
          <button
            type="button"
            className="chip whitespace-nowrap"
            title={title}
            onClick={onRetry}
            data-testid="save-state"
          >
            <span aria-hidden="true" className="size-2 rounded-full" style={{ background: color }} />
            {text}
          </button>
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
