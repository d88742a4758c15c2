"use client";
import dynamic from "next/dynamic";
import { ItemContext } from "@/app/_components/item-context";
import { ImageItem } from "./_stage/image-item";
import { RowItem, TextItem } from "./_stage/text-item";
import type { Stage } from "./_stage/use-stage";
import type { DeskItem } from "./desk-state";

const AudioItem = dynamic(() => import("./_stage/audio-item").then((module) => module.AudioItem), {
  ssr: false,
  loading: () => <div className="m-auto h-44 w-full max-w-[720px] rounded-lg border border-line bg-surface" />,
});

function Judged({ stage, current, ahead }: { stage: Stage; current: DeskItem; ahead: readonly DeskItem[] }) {
  switch (stage.media) {
    case "image":
      return <ImageItem current={current} ahead={ahead} view={stage.view} />;
    case "audio":
      return <AudioItem item={current} ahead={ahead} view={stage.view} />;
    case "text":
      return <TextItem item={current} view={stage.view} />;
    case "table":
      return <RowItem item={current} view={stage.view} />;
  }
}

/** The item in the middle, and beside it what else is known of it. */
export function ItemStage({ stage, current, ahead }: { stage: Stage; current: DeskItem; ahead: readonly DeskItem[] }) {
  return (
    <div className="flex min-h-0 w-full flex-1 max-lg:flex-col">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-2 p-4 pt-11">
        <div className="min-h-0 flex-1">
          <Judged stage={stage} current={current} ahead={ahead} />
        </div>
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
      <ItemContext
        key={current.itemId}
        payload={current}
        media={stage.media}
        className="bg-surface p-3 max-lg:mx-4 max-lg:max-h-[34%] max-lg:shrink-0 max-lg:rounded-lg max-lg:border max-lg:border-line lg:my-4 lg:mt-11 lg:w-72 lg:shrink-0 lg:rounded-l-lg lg:border lg:border-r-0 lg:border-line"
      />
    </div>
  );
}
