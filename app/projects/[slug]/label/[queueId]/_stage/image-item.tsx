"use client";
import { useCallback, useLayoutEffect, useRef, useState } from "react";
import type { DeskItem } from "../desk-state";
import type { ImageView } from "./image-view";

/** How many items after the current one lie ready, decoded, under it. */
const LAYERS = 3;
/** Pictures up to this width are shown as their pixels. */
const TINY = 160;

function ImageLayer({ item, isCurrent, view }: { item: DeskItem; isCurrent: boolean; view: ImageView }) {
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const [failed, setFailed] = useState(false);
  const picture = useRef<HTMLImageElement | null>(null);
  const measure = ({ naturalWidth: width, naturalHeight: height }: HTMLImageElement) =>
    setSize((old) => (old?.width === width && old.height === height ? old : { width, height }));
  const isTiny = size !== null && size.width <= TINY && size.height <= TINY;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another size is another fit
  useLayoutEffect(() => {
    if (isCurrent && picture.current) view.show(picture.current);
  }, [isCurrent, view, size]);
  if (failed)
    return (
      <p className={`col-start-1 row-start-1 m-auto max-w-md text-center text-text-2 ${isCurrent ? "" : "invisible"}`}>
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
        picture.current = image;
        if (image?.complete && image.naturalWidth > 0) measure(image);
      }}
      onLoad={(event) => measure(event.currentTarget)}
      onError={() => setFailed(true)}
      className={`col-start-1 row-start-1 m-auto max-w-full rounded-md object-contain [filter:var(--light,none)] [transform:var(--view,none)] ${
        isCurrent ? "" : "invisible"
      } ${isTiny ? "h-full max-h-[460px] [image-rendering:pixelated]" : "max-h-full shadow-card in-data-[squares=true]:[image-rendering:pixelated]"}`}
    />
  );
}

/** The picture in the middle; the next ones are laid out and decoded already, so that showing one is only a switch. */
export function ImageItem({
  current,
  ahead,
  view,
}: {
  current: DeskItem | null;
  ahead: readonly DeskItem[];
  view: ImageView;
}) {
  const layers = [current, ...ahead.slice(0, LAYERS)].flatMap((item) => (item ? [item] : []));
  const attach = useCallback(
    (stage: HTMLDivElement) => {
      const detach = view.attach(stage);
      let unlisten = () => {};
      let isGone = false;
      void import("./image-gestures").then(({ listenToGestures }) => {
        if (!isGone) unlisten = listenToGestures(stage, view);
      });
      return () => {
        isGone = true;
        unlisten();
        detach();
      };
    },
    [view],
  );
  return (
    <div
      ref={attach}
      data-testid="stage"
      className="grid size-full min-h-0 touch-none grid-rows-[minmax(0,1fr)] place-items-stretch overflow-hidden data-[zoomed=true]:cursor-grab data-[zoomed=true]:active:cursor-grabbing"
    >
      {layers.map((item) => (
        <ImageLayer key={item.claimId} item={item} isCurrent={item === current} view={view} />
      ))}
    </div>
  );
}
