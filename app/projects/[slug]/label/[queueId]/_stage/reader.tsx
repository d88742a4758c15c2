"use client";
import { type ReactNode, useCallback } from "react";
import { ScrollRegion } from "@/app/_components/scroll-region";
import type { DeskItem } from "../desk-state";
import type { TextView } from "./text-view";

/** Scrolls by itself; its place comes back with the item. */
export function Reader({
  item,
  view,
  width = "max-w-[72ch]",
  children,
}: {
  item: DeskItem;
  view: TextView;
  width?: string;
  children: ReactNode;
}) {
  const attach = useCallback((scroller: HTMLElement) => view.attach(scroller, item.itemId), [view, item.itemId]);
  return (
    <ScrollRegion
      ref={attach}
      name={`Content of item ${item.number}`}
      data-testid="stage"
      onScroll={(event) => view.remember(item.itemId, event.currentTarget.scrollTop)}
      className={`@container relative m-auto max-h-full w-full overflow-auto rounded-lg border border-line bg-surface shadow-card ${width}`}
    >
      {children}
    </ScrollRegion>
  );
}
