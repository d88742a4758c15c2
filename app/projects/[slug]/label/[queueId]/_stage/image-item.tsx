"use client";
import { memo, useCallback, useLayoutEffect, useRef, useState } from "react";
import type { DeskItem } from "../desk-state";
import type { ImageView } from "./image-view";

/** How many items after the current one lie ready under it. */
const LAYERS = 3;
/** Pictures up to this width are shown as their pixels. */
const TINY = 160;

/** Whether a picture that is there is tiny; written on the element, so that nothing is drawn anew when it comes. */
function measure(image: HTMLImageElement | null) {
  if (image?.complete && image.naturalWidth > 0)
    image.toggleAttribute("data-tiny", image.naturalWidth <= TINY && image.naturalHeight <= TINY);
}

const ImageLayer = memo(function ImageLayer({
  item,
  isCurrent,
  view,
}: {
  item: DeskItem;
  isCurrent: boolean;
  view: ImageView;
}) {
  const [failed, setFailed] = useState(false);
  const picture = useRef<HTMLImageElement>(null);
  // one that was there before tells nothing of it
  useLayoutEffect(() => {
    if (!isCurrent || !picture.current) return;
    measure(picture.current);
    view.show(picture.current);
  }, [isCurrent, view]);
  if (failed)
    return (
      <p className={`col-start-1 row-start-1 m-auto max-w-md text-center text-text-2 ${isCurrent ? "" : "hidden"}`}>
        The picture of this item does not load. Skip it with <kbd>S</kbd> or flag it with <kbd>F</kbd>.
      </p>
    );
  return (
    <img
      src={item.image ?? ""}
      alt={isCurrent ? `Item ${item.number}` : ""}
      aria-hidden={!isCurrent}
      data-claim={item.claimId}
      decoding="sync"
      draggable={false}
      ref={picture}
      onLoad={
        isCurrent
          ? ({ currentTarget }) => {
              measure(currentTarget);
              view.show(currentTarget);
            }
          : undefined
      }
      onError={() => setFailed(true)}
      className={`col-start-1 row-start-1 m-auto max-w-full rounded-md object-contain [filter:var(--light,none)] [transform:var(--view,none)] max-h-full shadow-card in-data-[squares=true]:[image-rendering:pixelated] data-tiny:h-full data-tiny:max-h-[460px] data-tiny:shadow-none data-tiny:[image-rendering:pixelated] ${
        isCurrent ? "" : "hidden"
      }`}
    />
  );
});

/** The picture in the middle; the next ones are fetched already and take no part in the layout, so that showing one is only a switch. */
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
