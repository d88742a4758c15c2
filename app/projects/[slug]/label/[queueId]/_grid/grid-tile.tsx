"use client";
import { memo } from "react";
import type { DeskItem } from "../desk-state";
import type { Desk } from "../use-desk";

interface GridTileProps {
  tile: DeskItem;
  /** The label that Enter would give it; null where it needs one. */
  label: Desk["labels"][number] | null;
  isCorrected: boolean;
  isSkipped: boolean;
  isSeen: boolean;
  hasFocus: boolean;
  onFocus(claimId: number): void;
  onConfirm(code: string): void;
}

/** One small item; what differs from the others is marked by an edge, a name and words. */
export const GridTile = memo(function GridTile(props: GridTileProps) {
  const { tile, label, isCorrected, isSkipped, isSeen, hasFocus, onFocus, onConfirm } = props;
  const state = isSkipped ? "skipped" : isCorrected ? `corrected to ${label?.name}` : (label?.name ?? "no label yet");
  const mark = isSkipped ? "Skip" : isCorrected || !label ? (label?.name ?? "?") : null;
  return (
    <button
      type="button"
      data-tile={tile.claimId}
      tabIndex={hasFocus ? 0 : -1}
      aria-label={`Item ${tile.number}: ${state}${isSeen ? "" : ", not in view long enough yet"}${tile.text ? `. ${tile.text}` : ""}`}
      aria-current={hasFocus || undefined}
      onFocus={() => onFocus(tile.claimId)}
      onClick={() => onFocus(tile.claimId)}
      onKeyDown={(event) => {
        // a button would keep it for itself
        if (event.key !== "Enter") return;
        event.preventDefault();
        if (!event.repeat) onConfirm(event.code);
      }}
      className={`relative flex min-w-0 flex-col overflow-hidden rounded-md border-2 bg-surface ${
        isSkipped || isCorrected || !label ? "border-warn" : hasFocus ? "border-accent" : "border-line-strong"
      } ${hasFocus ? "outline-2 outline-offset-1 outline-accent" : ""}`}
    >
      {tile.image ? (
        <img
          src={tile.image}
          alt=""
          draggable={false}
          className={`aspect-square w-full object-contain [image-rendering:pixelated] ${isSkipped ? "opacity-40" : ""}`}
        />
      ) : (
        <span dir="auto" className={`p-2 text-left text-[12px] leading-4 ${isSkipped ? "text-text-3" : ""}`}>
          {tile.text}
        </span>
      )}
      {mark && (
        <span className="absolute inset-x-0 bottom-0 flex items-center gap-1 bg-warn-weak px-1.5 text-[11px] leading-4 font-semibold text-warn">
          {isCorrected && label && (
            <span
              aria-hidden="true"
              className="size-2 shrink-0 rounded-[2px]"
              style={{ background: `var(--c${label.color})` }}
            />
          )}
          <span className="truncate">{mark}</span>
        </span>
      )}
      {!isSeen && (
        <span
          aria-hidden="true"
          className="absolute right-1 top-1 size-2 rounded-full border border-surface bg-text-3"
        />
      )}
    </button>
  );
});
