"use client";
import type { ReactNode } from "react";
import { ItemContext } from "@/app/_components/item-context";
import { ItemThumbnail } from "@/app/_components/item-thumbnail";
import { RowCard } from "@/app/_components/row-card";
import { ScrollRegion } from "@/app/_components/scroll-region";
import type { ConflictRow, OpenedConflict } from "./conflict-state";

function Judged({ conflict }: { conflict: OpenedConflict }) {
  const { media, itemId, number, audio, data } = conflict;
  if (media === "image")
    return (
      <ItemThumbnail
        key={itemId}
        itemId={itemId}
        hasImage
        text={null}
        variant="original"
        alt={`Item ${number}`}
        className="h-[min(400px,48vh)] max-w-full !rounded-md shadow-card"
      />
    );
  if (media === "audio")
    return (
      // biome-ignore lint/a11y/useMediaCaption: the recording is what is judged; its transcript stands below if there is one
      <audio
        key={itemId}
        controls
        preload="auto"
        src={audio ?? ""}
        aria-label={`Item ${number}`}
        className="w-[min(640px,100%)]"
      />
    );
  return (
    <ScrollRegion name={`Item ${number}`} className="@container max-h-full min-h-0 w-full max-w-[72ch] overflow-auto">
      {media === "table" ? (
        <div className="rounded-lg border border-line bg-surface px-5 py-2 shadow-card">
          {data && <RowCard data={data} />}
        </div>
      ) : (
        <p
          dir="auto"
          className="rounded-lg border border-line bg-surface p-6 text-lg leading-7 break-words whitespace-pre-wrap shadow-card [unicode-bidi:plaintext]"
        >
          {conflict.text}
        </p>
      )}
    </ScrollRegion>
  );
}

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
      className="relative flex min-h-0 flex-col items-center justify-center gap-4 overflow-hidden bg-stage p-4 pt-10 max-lg:min-h-72"
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
      ) : (
        <>
          <Judged conflict={conflict} />
          <ItemContext
            payload={conflict}
            media={conflict.media}
            className="max-h-[35%] w-full max-w-[72ch] shrink-0 rounded-lg border border-line bg-surface p-3"
          />
        </>
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
