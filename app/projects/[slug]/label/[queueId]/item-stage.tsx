"use client";
import { useState } from "react";
import type { DeskItem } from "./desk-state";

/** How many items after the current one lie ready, decoded, under it. */
const LAYERS = 3;
/** Pictures up to this width are shown as their pixels. */
const TINY = 160;

function ImageLayer({ item, isCurrent, isZoomed }: { item: DeskItem; isCurrent: boolean; isZoomed: boolean }) {
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const [failed, setFailed] = useState(false);
  const measure = ({ naturalWidth: width, naturalHeight: height }: HTMLImageElement) =>
    setSize((old) => (old?.width === width && old.height === height ? old : { width, height }));
  const isTiny = size !== null && size.width <= TINY && size.height <= TINY;
  if (failed)
    return (
      <p className={`m-auto max-w-md text-center text-text-2 ${isCurrent ? "" : "invisible"}`}>
        The picture of this item does not load. Skip it with <kbd>S</kbd> or flag it with <kbd>F</kbd>.
      </p>
    );
  return (
    <img
      src={item.image ?? ""}
      alt={isCurrent ? `Item ${item.number}` : ""}
      aria-hidden={!isCurrent}
      decoding="sync"
      draggable={false}
      // one that was there before the page came alive tells nothing of it
      ref={(image) => {
        if (image?.complete && image.naturalWidth > 0) measure(image);
      }}
      onLoad={(event) => measure(event.currentTarget)}
      onError={() => setFailed(true)}
      className={`col-start-1 row-start-1 m-auto rounded-md shadow-card ${isCurrent ? "" : "invisible"} ${
        isTiny
          ? isZoomed
            ? "h-full max-w-full object-contain [image-rendering:pixelated]"
            : "h-full max-h-[460px] max-w-full object-contain [image-rendering:pixelated]"
          : isZoomed
            ? "max-w-none"
            : "max-h-full max-w-full object-contain"
      }`}
    />
  );
}

/** The item in the middle; the next ones are laid out and decoded already, so that showing one is only a switch. */
export function ItemStage({
  current,
  ahead,
  isZoomed,
}: {
  current: DeskItem | null;
  ahead: readonly DeskItem[];
  isZoomed: boolean;
}) {
  const layers = [current, ...ahead.slice(0, LAYERS)].flatMap((item) => (item ? [item] : []));
  return (
    <div
      className={`grid min-h-0 w-full flex-1 grid-rows-[minmax(0,1fr)] place-items-stretch p-4 max-lg:pt-11 ${isZoomed ? "overflow-auto" : "overflow-hidden"}`}
    >
      {layers.map((item) =>
        item.image ? (
          <ImageLayer
            key={item.claimId}
            item={item}
            isCurrent={item === current}
            isZoomed={isZoomed && item === current}
          />
        ) : item === current ? (
          <div
            key={item.claimId}
            className="col-start-1 row-start-1 m-auto max-h-full w-full max-w-[72ch] overflow-auto"
          >
            <p
              dir="auto"
              className={`whitespace-pre-wrap break-words rounded-lg border border-line bg-surface p-6 shadow-card ${
                isZoomed ? "text-[24px] leading-9" : "text-[18px] leading-7"
              }`}
            >
              <bdi>{item.text}</bdi>
            </p>
          </div>
        ) : null,
      )}
      {current && current.meta.length > 0 && (
        <dl className="col-start-1 row-start-1 mb-0 mr-auto mt-auto flex flex-wrap gap-x-4 text-[12px] text-text-2">
          {current.meta.map(([key, value]) => (
            <div key={key} className="flex gap-1">
              <dt>{key}</dt>
              <dd className="text-text">{String(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
