"use client";
import { memo } from "react";
import { useSlice } from "@/app/_components/use-slice";
import type { DeskStore } from "./desk-store";
import { ItemStage } from "./item-stage";

/** The item on the screen with its number; its box takes no part in the layout around it. */
export const DeskItemStage = memo(function DeskItemStage({ store, isZoomed }: { store: DeskStore; isZoomed: boolean }) {
  const current = useSlice(store, (state) => state.current);
  const ahead = useSlice(store, (state) => state.ahead);
  return (
    <>
      {current && (
        <p
          className="absolute left-4 top-3 z-10 h-4 w-40 text-[12px] leading-4 text-text-2 tabular-nums contain-strict"
          data-testid="item-number"
        >
          Item {current.number}
        </p>
      )}
      <div className="flex min-h-0 w-full flex-1 flex-col contain-strict">
        <ItemStage current={current} ahead={ahead} isZoomed={isZoomed} />
      </div>
    </>
  );
});
