"use client";
import { memo } from "react";
import { AnswerStage } from "@/app/_answers/answer-stage";
import { useSlice } from "@/app/_components/use-slice";
import type { Stage } from "./_stage/use-stage";
import type { DeskItem } from "./desk-state";
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
  stage: Stage;
  hasPace: boolean;
  desk: Desk;
  marking: Marking;
}

/** Pictures that are fetched before they are wanted. */
const AHEAD = 3;

/** The item with the marks that are made on it, and the pictures of the next ones. */
function MarkedItem({
  task,
  current,
  ahead,
  desk,
  stage,
  marking,
}: {
  task: "spans" | "boxes";
  current: DeskItem;
  ahead: readonly DeskItem[];
  desk: Desk;
  stage: Stage;
  marking: Marking;
}) {
  const isLarge = useSlice(stage.view, (view: object) => "isLarge" in view && view.isLarge === true);
  return (
    <div className="grid min-h-0 min-w-0 flex-1 grid-rows-[minmax(0,1fr)]">
      <AnswerStage task={task} item={current} labels={desk.labels} draft={marking} isLarge={isLarge} />
      <div hidden>
        {ahead.slice(0, AHEAD).map((item) => item.image && <img key={item.claimId} src={item.image} alt="" />)}
      </div>
    </div>
  );
}

/** The item on the screen with its number; its box takes no part in the layout around it. */
export const DeskItemStage = memo(function DeskItemStage(props: DeskItemStageProps) {
  const { store, sitting, stage, hasPace, desk, marking } = props;
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
      <div className="relative min-h-0 w-full flex-1">
        {/* out of the flow: another item lays out nothing else */}
        <div className="absolute inset-0 flex flex-col contain-strict">
          {current && (
            <ItemStage
              stage={stage}
              current={current}
              ahead={ahead}
              marked={
                task === "spans" || task === "boxes" ? (
                  <MarkedItem task={task} current={current} ahead={ahead} desk={desk} stage={stage} marking={marking} />
                ) : null
              }
            />
          )}
        </div>
      </div>
    </>
  );
});
