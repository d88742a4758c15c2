"use client";
import { useRef, useSyncExternalStore } from "react";
import type { DeskItem } from "../desk-state";
import { Reader } from "./reader";
import type { TextView } from "./text-view";

/** A text to be judged, exactly as it came: white space kept, each paragraph in its own direction. */
export function TextItem({ item, view }: { item: DeskItem; view: TextView }) {
  const { isLarge, isOpening, Finder, Marks } = useSyncExternalStore(view.watch, view.state, view.state);
  const paragraph = useRef<HTMLParagraphElement>(null);
  const text = item.text ?? "";
  return (
    <div className="grid size-full min-h-0 grid-rows-[auto_minmax(0,1fr)_auto] gap-2">
      <div className="mx-auto w-full max-w-[72ch]">
        {isOpening && !Finder && <div role="dialog" aria-label="The search opens" className="h-[42px]" />}
        {Finder && <Finder text={text} paragraph={paragraph} onClose={view.closeFinder} />}
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
      <div className="mx-auto w-full max-w-[72ch]">
        {Marks && <Marks key={item.itemId} text={text} paragraph={paragraph} />}
      </div>
    </div>
  );
}
