"use client";
import dynamic from "next/dynamic";
import { type ReactNode, useCallback, useRef, useSyncExternalStore } from "react";
import { RowCard } from "@/app/_components/row-card";
import { ScrollRegion } from "@/app/_components/scroll-region";
import type { DeskItem } from "../desk-state";
import type { TextView } from "./text-view";

const TextFinder = dynamic(() => import("./text-finder").then((module) => module.TextFinder), { ssr: false });
const WhiteSpaceMarks = dynamic(() => import("./white-space-marks").then((module) => module.WhiteSpaceMarks), {
  ssr: false,
});

/** Scrolls by itself; its place comes back with the item. */
function Reader({ item, view, children }: { item: DeskItem; view: TextView; children: ReactNode }) {
  const attach = useCallback((scroller: HTMLElement) => view.attach(scroller, item.itemId), [view, item.itemId]);
  return (
    <ScrollRegion
      ref={attach}
      name={`Content of item ${item.number}`}
      data-testid="stage"
      onScroll={(event) => view.remember(item.itemId, event.currentTarget.scrollTop)}
      className="@container m-auto max-h-full w-full max-w-[72ch] overflow-auto rounded-lg border border-line bg-surface shadow-card"
    >
      {children}
    </ScrollRegion>
  );
}

/** A text to be judged, exactly as it came: white space kept, each paragraph in its own direction. */
export function TextItem({ item, view }: { item: DeskItem; view: TextView }) {
  const { isLarge, isMarked, isFinding } = useSyncExternalStore(view.watch, view.state, view.state);
  const paragraph = useRef<HTMLParagraphElement>(null);
  const text = item.text ?? "";
  return (
    <div className="grid size-full min-h-0 grid-rows-[auto_minmax(0,1fr)_auto] gap-2">
      <div className="mx-auto w-full max-w-[72ch] empty:hidden">
        {isFinding && <TextFinder key={item.itemId} text={text} paragraph={paragraph} onClose={view.closeFinder} />}
      </div>
      <Reader key={item.claimId} item={item} view={view}>
        <p
          ref={paragraph}
          dir="auto"
          data-testid="item-text"
          className={`break-words whitespace-pre-wrap p-6 [unicode-bidi:plaintext] max-sm:p-4 ${
            isLarge ? "text-[24px] leading-9" : "text-[18px] leading-7"
          }`}
        >
          {text}
        </p>
      </Reader>
      <div className="mx-auto w-full max-w-[72ch] empty:hidden">
        {isMarked && <WhiteSpaceMarks key={item.itemId} text={text} paragraph={paragraph} />}
      </div>
    </div>
  );
}

/** A row of a table to be judged. */
export function RowItem({ item, view }: { item: DeskItem; view: TextView }) {
  return (
    <div className="grid size-full min-h-0">
      <Reader key={item.claimId} item={item} view={view}>
        <div className="px-5 py-2 max-sm:px-4">{item.data && <RowCard data={item.data} />}</div>
      </Reader>
    </div>
  );
}
