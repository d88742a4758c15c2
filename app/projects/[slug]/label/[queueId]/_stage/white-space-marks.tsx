"use client";
import { type RefObject, useEffect, useLayoutEffect, useMemo, useState } from "react";
import { createPortal } from "react-dom";
import { countWhiteSpace, type WhiteSpace, type WhiteSpaceKind, whiteSpaceRuns } from "@/core/item/find-text";
import { highlight, rangesIn } from "./text-ranges";

/** Signs that are drawn over the text; the rest of a long text only counts. */
const MAX_SIGNS = 1_000;

const KINDS: Record<WhiteSpaceKind, { plural: string; sign: string; tone: string }> = {
  space: { plural: "spaces", sign: "", tone: "bg-(--mark-space)" },
  tab: { plural: "tabs", sign: "→", tone: "bg-(--mark-tab)/40" },
  "line break": { plural: "line breaks", sign: "↵", tone: "" },
  "no-break space": { plural: "no-break spaces", sign: "", tone: "bg-(--mark-odd)" },
  "other space": { plural: "other spaces", sign: "", tone: "bg-(--mark-odd)" },
  invisible: { plural: "invisible characters", sign: "", tone: "min-w-1 bg-bad" },
};
/** Painted as a highlight; a browser paints none on what has no glyph. */
const isPainted = (kind: WhiteSpaceKind) => kind === "space" || kind === "no-break space" || kind === "other space";

interface Sign {
  kind: WhiteSpaceKind;
  box: { left: number; top: number; width: number; height: number };
}

/** Where the characters without a glyph lie in the paragraph. */
function signsOf(paragraph: HTMLElement | null, text: string, runs: readonly WhiteSpace[]): Sign[] {
  const scroller = paragraph?.parentElement;
  if (!paragraph || !scroller) return [];
  const origin = scroller.getBoundingClientRect();
  const bare = runs.filter(({ kind }) => !isPainted(kind)).slice(0, MAX_SIGNS);
  return rangesIn(paragraph, text, bare).flatMap((range, k) =>
    [...range.getClientRects()].map(({ left, top, width, height }) => ({
      kind: bare[k]?.kind ?? "tab",
      box: {
        left: left - origin.left + scroller.scrollLeft - scroller.clientLeft,
        top: top - origin.top + scroller.scrollTop - scroller.clientTop,
        width,
        height,
      },
    })),
  );
}

function useSigns(paragraph: RefObject<HTMLElement | null>, text: string, runs: readonly WhiteSpace[]) {
  const [signs, setSigns] = useState<Sign[]>([]);
  useLayoutEffect(() => {
    const { current } = paragraph;
    if (!current) return;
    const measure = () => setSigns(signsOf(current, text, runs));
    // larger letters and narrower windows move everything
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [paragraph, text, runs]);
  return signs;
}

/** Marks the white space of the text on the screen without a change of it, and counts it. */
export function WhiteSpaceMarks({ text, paragraph }: { text: string; paragraph: RefObject<HTMLElement | null> }) {
  const runs = useMemo(() => whiteSpaceRuns(text), [text]);
  const counts = useMemo(() => countWhiteSpace(text, runs), [text, runs]);
  const signs = useSigns(paragraph, text, runs);
  useEffect(() => {
    const paint = (name: string, wanted: (kind: WhiteSpaceKind) => boolean) =>
      highlight(
        name,
        rangesIn(
          paragraph.current,
          text,
          runs.filter(({ kind }) => wanted(kind)),
        ),
        -1,
      );
    const removeSpaces = paint("white-space", (kind) => kind === "space");
    const removeOdd = paint("white-space-odd", (kind) => kind !== "space" && isPainted(kind));
    return () => {
      removeSpaces();
      removeOdd();
    };
  }, [paragraph, text, runs]);
  const scroller = paragraph.current?.parentElement;
  return (
    <>
      <ul aria-label="White space" className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-text-2 tabular-nums">
        {counts.map(([kind, n]) => (
          <li
            key={kind}
            className={`flex items-center gap-1.5 ${kind === "invisible" ? "font-semibold text-bad" : ""}`}
          >
            <span
              aria-hidden="true"
              className={`grid h-4 place-items-center rounded-[2px] ${kind === "invisible" ? "w-1" : "w-4"} ${KINDS[kind].tone}`}
            >
              {KINDS[kind].sign}
            </span>
            {n.toLocaleString("en-US")}{" "}
            {n === 1 ? kind.replace("invisible", "invisible character") : KINDS[kind].plural}
          </li>
        ))}
        {counts.length === 0 && <li>no white space</li>}
      </ul>
      {scroller &&
        createPortal(
          <div aria-hidden="true" className="pointer-events-none absolute top-0 left-0 text-sm text-text-2">
            {signs.map(({ kind, box }, k) => (
              <span
                key={k}
                style={box}
                className={`absolute flex items-center justify-center overflow-visible rounded-[2px] whitespace-nowrap ${KINDS[kind].tone} ${
                  kind === "line break" ? "pl-3" : ""
                }`}
              >
                {KINDS[kind].sign}
              </span>
            ))}
          </div>,
          scroller,
        )}
    </>
  );
}
