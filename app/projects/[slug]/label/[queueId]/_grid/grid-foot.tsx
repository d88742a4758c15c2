"use client";
import type { Desk } from "../use-desk";

interface GridFootProps {
  labels: Desk["labels"];
  group: string | null;
  isOpen: boolean;
  /** Tiles that Enter would give now, of all that are shown. */
  ready: number;
  tiles: number;
  onCorrect(label: string): void;
  onSkip(): void;
  onUndo(): void;
  onConfirm(): void;
  onSheet(): void;
}

/** Labels for the focused tile, and what becomes of all. */
export function GridFoot(props: GridFootProps) {
  const { labels, group, isOpen, ready, tiles, onCorrect, onSkip, onUndo, onConfirm, onSheet } = props;
  const hint = "flex items-center gap-1.5 whitespace-nowrap hover:text-text";
  return (
    <>
      <fieldset
        aria-label="Label of the marked tile"
        className="flex max-h-[24vh] w-[min(1200px,100%-32px)] flex-wrap gap-1.5 overflow-y-auto pt-2"
      >
        {labels.map((label) => (
          <button
            key={label.key}
            type="button"
            disabled={!isOpen}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onCorrect(label.key)}
            className={`flex h-8 items-center gap-2 rounded-md border bg-surface px-2 font-medium ${
              label.key === group ? "border-accent" : "border-edge"
            }`}
          >
            {label.shortcut && <kbd>{label.shortcut.toUpperCase()}</kbd>}
            <span
              aria-hidden="true"
              className="size-2.5 shrink-0 rounded-[3px]"
              style={{ background: `var(--c${label.color})` }}
            />
            {label.name}
          </button>
        ))}
      </fieldset>
      <div className="flex w-[min(1200px,100%-32px)] flex-wrap items-center gap-x-4 gap-y-2 py-3 text-[12px] text-text-2">
        <button type="button" className={hint} onClick={onUndo}>
          <kbd>⌫</kbd> Undo
        </button>
        <button type="button" className={hint} onClick={onSkip}>
          <kbd>S</kbd> Skip the tile
        </button>
        <button type="button" className={hint} onClick={onSheet}>
          <kbd>?</kbd> All keys
        </button>
        <span className="max-md:hidden">Confirmed here, answers stand apart from agreement.</span>
        <button type="button" className="btn primary ml-auto" disabled={!isOpen || ready === 0} onClick={onConfirm}>
          {ready === tiles ? `Confirm all ${tiles}` : `Confirm ${ready} of ${tiles}`} <kbd>↵</kbd>
        </button>
      </div>
    </>
  );
}
