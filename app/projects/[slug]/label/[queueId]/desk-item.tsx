"use client";
import { memo } from "react";
import { AnswerStage } from "@/app/_answers/answer-stage";
import { useSlice } from "@/app/_components/use-slice";
import type { DeskStore } from "./desk-store";
import { ItemStage } from "./item-stage";
import type { Sitting } from "./sitting";
import type { Desk } from "./use-desk";
import type { Marking } from "./use-marking";

/** Seconds per item of late, for whoever asked for it. */
function Pace({ store, sitting }: { store: DeskStore; sitting: Sitting }) {
  useSlice(store, (state) => state.given);
  const paceMs = sitting.paceMs();
  if (paceMs === null) return null;
  return (
    <p
      className="absolute top-3 left-32 z-10 max-sm:top-8 max-sm:left-4 text-[12px] leading-4 text-text-2 tabular-nums"
      data-testid="pace"
    >
      {(paceMs / 1_000).toFixed(1)} s per item
    </p>
  );
}

interface DeskItemStageProps {
  store: DeskStore;
  sitting: Sitting;
  isZoomed: boolean;
  hasPace: boolean;
  desk: Desk;
  marking: Marking;
}

/** Pictures that are fetched before they are wanted. */
const AHEAD = 3;

/** The item on the screen with its number; its box takes no part in the layout around it. */
export const DeskItemStage = memo(function DeskItemStage(props: DeskItemStageProps) {
  const { store, sitting, isZoomed, hasPace, desk, marking } = props;
  const { task } = desk.project;
  const current = useSlice(store, (state) => state.current);
  const ahead = useSlice(store, (state) => state.ahead);
  return (
    <>
      {current && (
        <p
          className="absolute left-4 top-3 z-10 h-4 w-28 text-[12px] leading-4 text-text-2 tabular-nums contain-strict"
          data-testid="item-number"
        >
          Item {current.number}
        </p>
      )}
      {hasPace && <Pace store={store} sitting={sitting} />}
      <div className="flex min-h-0 w-full flex-1 flex-col contain-strict">
        {task === "spans" || task === "boxes" ? (
          <div className="grid min-h-0 flex-1 grid-rows-[minmax(0,1fr)] p-4 pt-11">
            {current && (
              <AnswerStage task={task} item={current} labels={desk.labels} draft={marking} isLarge={isZoomed} />
            )}
            <div hidden>
              {ahead.slice(0, AHEAD).map((item) => item.image && <img key={item.claimId} src={item.image} alt="" />)}
            </div>
          </div>
        ) : (
          <ItemStage current={current} ahead={ahead} isZoomed={isZoomed} />
        )}
      </div>
    </>
  );
});
