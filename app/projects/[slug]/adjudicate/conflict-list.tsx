"use client";
import { useEffect, useRef } from "react";
import { ItemThumbnail } from "@/app/_components/item-thumbnail";
import type { ConflictRow } from "./conflict-state";

interface ConflictListProps {
  rows: readonly ConflictRow[];
  currentId: number | null;
  onChoose(itemId: number): void;
}

/** What waits for a decision; which labels compete is evidence and not shown here. */
export function ConflictList({ rows, currentId, onChoose }: ConflictListProps) {
  const current = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when another item is current
  useEffect(() => {
    // newer browsers answer with a promise, which must not become the effect's cleanup
    current.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [currentId]);
  return (
    <nav
      aria-label="Conflicts"
      className="flex min-h-0 shrink-0 border-line bg-surface max-lg:overflow-x-auto max-lg:border-b lg:flex-col lg:overflow-y-auto lg:border-r"
    >
      {rows.map((row) => (
        <button
          key={row.itemId}
          ref={row.itemId === currentId ? current : undefined}
          type="button"
          aria-current={row.itemId === currentId || undefined}
          onClick={(event) => {
            onChoose(row.itemId);
            event.currentTarget.blur();
          }}
          className="flex shrink-0 items-center gap-2.5 border-line px-3 py-2 text-left hover:bg-sunken focus-visible:-outline-offset-2 aria-[current]:bg-accent-weak max-lg:max-w-48 max-lg:border-r lg:border-b"
        >
          {row.hasImage && <ItemThumbnail itemId={row.itemId} hasImage text={null} className="size-10" />}
          <span className="flex min-w-0 flex-col">
            <span className={`tabular-nums ${row.hasImage ? "" : "text-xs text-text-2"}`}>Item {row.number}</span>
            {!row.hasImage && row.media === "audio" && (
              <ItemThumbnail itemId={row.itemId} hasImage={false} isAudio text={row.text} />
            )}
            {!row.hasImage && row.media !== "audio" && (
              <span className="line-clamp-2 break-words" dir="auto">
                <bdi>{row.text}</bdi>
              </span>
            )}
            {!row.needsDecision && <span className="text-xs text-text-2">settled by majority</span>}
          </span>
        </button>
      ))}
    </nav>
  );
}
