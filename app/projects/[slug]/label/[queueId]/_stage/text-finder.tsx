"use client";
import { type RefObject, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { findInText, MAX_HITS } from "@/core/item/find-text";
import { highlight, rangesIn } from "./text-ranges";

interface TextFinderProps {
  text: string;
  paragraph: RefObject<HTMLParagraphElement | null>;
  onClose(): void;
}

/** What was looked for last, so that the next item is searched for the same. */
let lastQuery = "";

function scrollTo(range: Range | undefined, paragraph: HTMLElement | null) {
  const scroller = paragraph?.parentElement;
  if (!range || !scroller) return;
  const hit = range.getBoundingClientRect();
  const box = scroller.getBoundingClientRect();
  if (hit.top < box.top || hit.bottom > box.bottom) scroller.scrollBy({ top: hit.top - box.top - box.height / 3 });
}

/** Finds in the text on the screen: all hits are marked, one is the current one. */
export function TextFinder({ text, paragraph, onClose }: TextFinderProps) {
  const [query, setQuery] = useState(() => document.getSelection()?.toString().slice(0, 100) || lastQuery);
  const [wanted, setWanted] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const status = useId();
  const hits = useMemo(() => findInText(text, query), [text, query]);
  const at = hits.length === 0 ? 0 : ((wanted % hits.length) + hits.length) % hits.length;
  // before the next key can come: it belongs here
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  useEffect(() => {
    lastQuery = query;
    const ranges = rangesIn(paragraph.current, text, hits);
    const current = ranges[at];
    scrollTo(current, paragraph.current);
    const removeAll = highlight("found", ranges);
    const removeOne = highlight("found-now", current ? [current] : [], 1);
    return () => {
      removeAll();
      removeOne();
    };
  }, [paragraph, text, query, hits, at]);
  const count =
    query === ""
      ? ""
      : hits.length === 0
        ? "not found"
        : `${at + 1} of ${hits.length}${hits.length === MAX_HITS ? "+" : ""}`;
  return (
    <search
      className="flex items-center gap-1 rounded-lg border border-line-strong bg-surface p-1 shadow-card"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
        else if (event.key === "Enter") setWanted(at + (event.shiftKey ? -1 : 1));
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <input
        ref={input}
        type="search"
        aria-label="Find in the text"
        aria-describedby={status}
        placeholder="Find in the text"
        dir="auto"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setWanted(0);
        }}
        className="input min-w-0 flex-1 border-transparent [&::-webkit-search-cancel-button]:hidden"
      />
      <span id={status} role="status" className="px-1 text-xs whitespace-nowrap text-text-2 tabular-nums">
        {count}
      </span>
      <button
        type="button"
        aria-label="Hit before"
        className="btn ghost small"
        disabled={hits.length === 0}
        onClick={() => setWanted(at - 1)}
      >
        ↑
      </button>
      <button
        type="button"
        aria-label="Next hit"
        className="btn ghost small"
        disabled={hits.length === 0}
        onClick={() => setWanted(at + 1)}
      >
        ↓
      </button>
      <button type="button" aria-label="Close the search" className="btn ghost small" onClick={onClose}>
        ×
      </button>
    </search>
  );
}
