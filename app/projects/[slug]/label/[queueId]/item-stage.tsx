"use client";
import { lazy, type ReactNode, Suspense } from "react";
import { hasContext } from "@/app/_components/payload";
import { ImageItem } from "./_stage/image-item";
import { TextItem } from "./_stage/text-item";
import type { Stage } from "./_stage/use-stage";
import type { DeskItem } from "./desk-state";

// only where the project has them
const ItemContext = lazy(async () => ({ default: (await import("@/app/_components/item-context")).ItemContext }));
const RowItem = lazy(async () => ({ default: (await import("./_stage/row-item")).RowItem }));
const AudioItem = lazy(async () => ({ default: (await import("./_stage/audio-item")).AudioItem }));

function Judged({ stage, current, ahead }: { stage: Stage; current: DeskItem; ahead: readonly DeskItem[] }) {
  switch (stage.media) {
    case "image":
      return <ImageItem current={current} ahead={ahead} view={stage.view} />;
    case "audio":
      return (
        <Suspense
          fallback={<div className="m-auto h-44 w-full max-w-[720px] rounded-lg border border-line bg-surface" />}
        >
          <AudioItem item={current} ahead={ahead} view={stage.view} />
        </Suspense>
      );
    case "text":
      return <TextItem item={current} view={stage.view} />;
    case "table":
      return (
        <Suspense fallback={null}>
          <RowItem item={current} view={stage.view} />
        </Suspense>
      );
  }
}

/** The item in the middle, and beside it what else is known of it. */
export function ItemStage({
  stage,
  current,
  ahead,
  marked,
}: {
  stage: Stage;
  current: DeskItem;
  ahead: readonly DeskItem[];
  /** In place of the item alone, where marks are made on it. */
  marked: ReactNode;
}) {
  return (
    <div className="flex min-h-0 w-full flex-1 max-lg:flex-col">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-2 p-4 pt-11">
        <div className="flex min-h-0 flex-1">{marked ?? <Judged stage={stage} current={current} ahead={ahead} />}</div>
        {current.meta.length > 0 && (
          <dl className="flex flex-wrap gap-x-4 text-[12px] text-text-2">
            {current.meta.map(([key, value]) => (
              <div key={key} className="flex gap-1">
                <dt>{key}</dt>
                <dd className="text-text">{String(value)}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      {hasContext(current, stage.media) && (
        <Suspense fallback={<div className="shrink-0 lg:w-72" />}>
          <ItemContext
            key={current.itemId}
            payload={current}
            media={stage.media}
            className="shrink-0 rounded-lg border border-line bg-surface p-3 max-lg:mx-4 max-lg:max-h-[34%] lg:mt-11 lg:mr-4 lg:mb-4 lg:w-72 lg:self-start lg:max-h-[calc(100%-60px)]"
          />
        </Suspense>
      )}
    </div>
  );
}
