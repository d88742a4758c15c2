"use client";
import type { ShownLabel } from "@/app/_components/label-swatch";
import type { LabeledSpan } from "@/core/annotation/span";
import { levelsOf, type Segment, segmentsOf } from "./span-segments";

interface SpanTextProps {
  spans: readonly LabeledSpan[];
  labels: readonly ShownLabel[];
  /** Code points of the text, and the text between two of them. */
  length: number;
  words(start: number, end: number): string;
  /** Offset for the browser's own selection. */
  unitOf(point: number): number;
  /** What the keys have selected; null where the browser shows a selection itself, or nobody can select. */
  selection: { from: number; to: number } | null;
  active: number | null;
  onActivate?(index: number): void;
}

/** Height of one line under the text, with the gap to the next. */
const LINE = 4;

/** The text in stretches: a tint for the shortest mark, a line below for each, and the label's name where one begins. */
export function SpanText({ spans, labels, length, words, unitOf, selection, active, onActivate }: SpanTextProps) {
  const cuts = selection ? [selection.from, selection.to] : [];
  const levels = levelsOf(spans);
  const label = (index: number) => labels.find((one) => one.key === spans[index]?.label);
  const color = (index: number) => `var(--c${label(index)?.color ?? 0})`;
  const caret = selection && selection.from === selection.to ? selection.from : null;
  const isSelected = ({ start, end }: Segment) =>
    selection !== null && start >= selection.from && end <= selection.to && selection.from < selection.to;
  return segmentsOf(spans, length, cuts).map((segment) => {
    const { start, end, over, begins } = segment;
    const shortest = over.at(-1);
    return (
      <span key={`${start}-${end}`}>
        {caret === start && <Caret />}
        {begins.map((index) => (
          <span
            key={index}
            aria-hidden="true"
            data-name={label(index)?.name ?? ""}
            className="mr-0.5 select-none rounded-[3px] px-1 py-px align-[0.2em] text-[10px] leading-none font-semibold text-text before:content-[attr(data-name)]"
            style={{ background: `color-mix(in srgb, ${color(index)} 30%, var(--surface))` }}
          />
        ))}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the list of marks does the same by keyboard */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
        <span
          data-unit={unitOf(start)}
          onClick={() => shortest !== undefined && onActivate?.(shortest)}
          className={`[box-decoration-break:clone] ${isSelected(segment) ? "bg-accent/30" : ""}`}
          style={
            shortest === undefined || isSelected(segment)
              ? undefined
              : {
                  background: [
                    ...over.map((index) => underline(color(index), levels[index] ?? 0)),
                    `color-mix(in srgb, ${color(shortest)} ${over.includes(active ?? -1) ? 36 : 16}%, transparent)`,
                  ].join(", "),
                  paddingBottom: (Math.max(...over.map((index) => levels[index] ?? 0)) + 1) * LINE,
                }
          }
        >
          {words(start, end)}
        </span>
        {caret === end && end === length && <Caret />}
      </span>
    );
  });
}

const underline = (color: string, level: number) =>
  `linear-gradient(${color}, ${color}) 0 calc(100% - ${level * LINE}px) / 100% ${LINE - 1}px no-repeat`;

function Caret() {
  return <span aria-hidden="true" className="-mx-px inline-block h-[1.1em] w-0.5 bg-accent align-[-0.15em]" />;
}
