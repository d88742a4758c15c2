"use client";
import type { ReactNode } from "react";
import { ItemThumbnail } from "@/app/_components/item-thumbnail";
import type { ConflictRow, OpenedConflict } from "./conflict-state";

/** The item in the middle; pictures of the next ones are fetched ahead. */
export function ConflictStage({
  conflict,
  ahead,
  children,
}: {
  conflict: OpenedConflict | null;
  ahead: readonly ConflictRow[];
  /** The item with its marks, in place of the item alone. */
  children?: ReactNode;
}) {
  return (
    <section
      aria-label="Item"
      className="relative grid min-h-0 place-items-center overflow-hidden bg-stage p-4 max-lg:min-h-72"
    >
      {conflict && (
        <p className="absolute top-3 left-4 text-xs text-text-2 tabular-nums" data-testid="item-number">
          Item {conflict.number}
        </p>
      )}
      {conflict === null ? (
        <div className="size-[min(400px,48vh)] rounded-md bg-line/60" />
      ) : children ? (
        <div className="grid size-full min-h-0 grid-rows-[minmax(0,1fr)] pt-6">{children}</div>
      ) : conflict.hasImage ? (
        <ItemThumbnail
          key={conflict.itemId}
          itemId={conflict.itemId}
          hasImage
          text={null}
          variant="original"
          alt={`Item ${conflict.number}`}
          className="h-[min(400px,48vh)] max-w-full !rounded-md shadow-card"
        />
      ) : (
        <div className="max-h-full w-full max-w-[72ch] overflow-auto">
          <p
            dir="auto"
            className="rounded-lg border border-line bg-surface p-6 text-lg leading-7 break-words whitespace-pre-wrap shadow-card"
          >
            <bdi>{conflict.text}</bdi>
          </p>
        </div>
      )}
      {conflict && conflict.meta.length > 0 && (
        <dl className="absolute bottom-3 left-4 flex flex-wrap gap-x-4 text-xs text-text-2">
          {conflict.meta.map(([key, value]) => (
            <div key={key} className="flex gap-1">
              <dt>{key}</dt>
              <dd className="text-text">{String(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <div hidden>
        {ahead
          .filter((row) => row.hasImage)
          .map((row) => (
            <img key={row.itemId} src={`/api/media/${row.itemId}/original`} alt="" />
          ))}
      </div>
    </section>
  );
}
