"use client";
import { X } from "lucide-react";
import { type ShownLabel, Swatch } from "@/app/_components/label-swatch";

interface MarkListProps {
  title: string;
  /** What to do first. */
  empty: string;
  marks: readonly { label: string; text: string }[];
  labels: readonly ShownLabel[];
  active: number | null;
  onActivate(index: number): void;
  onRemove(index: number): void;
}

/** The marks one by one: for the eye that looks for one, for touch, and for screen readers. */
export function MarkList({ title, empty, marks, labels, active, onActivate, onRemove }: MarkListProps) {
  // always as high: what is marked must not move when a mark comes or goes
  if (marks.length === 0) return <p className="h-16 shrink-0 py-1 text-center text-xs text-text-2">{empty}</p>;
  return (
    <ol aria-label={title} className="flex h-16 shrink-0 flex-wrap content-start gap-1 overflow-auto py-px">
      {marks.map(({ label, text }, k) => {
        const shown = labels.find((one) => one.key === label);
        const name = shown?.name ?? label;
        return (
          <li
            key={`${label}-${text}-${k}`}
            className={`flex h-7 max-w-64 items-center rounded-md border bg-surface text-xs ${
              k === active ? "border-accent ring-1 ring-accent ring-inset" : "border-edge"
            }`}
          >
            <button
              type="button"
              aria-pressed={k === active}
              className="flex min-w-0 items-center gap-1.5 px-2"
              onClick={() => onActivate(k)}
            >
              <Swatch color={shown?.color ?? null} />
              <span className="shrink-0 font-medium">{name}</span>
              <span className="truncate text-text-2" dir="auto">
                {text}
              </span>
            </button>
            <button
              type="button"
              aria-label={`Remove mark ${k + 1}: ${name}, ${text}`}
              className="grid size-7 shrink-0 place-items-center text-text-2 hover:text-text"
              onClick={() => onRemove(k)}
            >
              <X size={13} aria-hidden="true" />
            </button>
          </li>
        );
      })}
    </ol>
  );
}
