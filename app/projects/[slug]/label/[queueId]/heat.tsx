import { useState } from "react";
import type { Explanation } from "@/app/_inference/explain";
import type { Outputs } from "@/app/_trpc/types";
import { seenPart } from "@/core/image/fit";
import { clockTime } from "@/core/item/waveform";

type Fit = NonNullable<Outputs["label"]["explain"]>["fit"];

const LISTED = 5;
const SHORT_SECONDS = 10;
const SIDES = ["top", "upper", "upper middle", "middle", "lower middle", "lower", "bottom"];
const COLUMNS = ["far left", "left", "left of the middle", "middle", "right of the middle", "right", "far right"];

const signed = (drop: number) => `${drop < 0 ? "+" : "−"}${Math.abs(drop).toFixed(2)}`;
const largest = (drops: readonly (number | null)[]) =>
  drops.reduce<number>((most, drop) => Math.max(most, Math.abs(drop ?? 0)), 1e-6);
/** The part speaks for the label: accent; against it: amber. */
const shade = (drop: number | null, most: number, strength: number) =>
  drop === null
    ? undefined
    : `color-mix(in srgb, var(${drop > 0 ? "--accent" : "--warn"}) ${Math.round((strength * Math.abs(drop)) / most)}%, transparent)`;

/** What the probability of the label changes by without each of the weightiest parts. */
function Ranked({ parts }: { parts: readonly { key: number; name: string; drop: number }[] }) {
  if (parts.length === 0)
    return <p className="text-[12px] leading-4 text-text-2">No single part changes it by more than 0.005.</p>;
  return (
    <ol aria-label="The weightiest parts" className="flex flex-col gap-0.5 text-[12px] leading-4">
      {parts.map(({ key, name, drop }) => (
        <li key={key} className="flex justify-between gap-3">
          <span className="truncate" dir="auto">
            {name}
          </span>
          <span className="tabular-nums text-text-2">{signed(drop)}</span>
        </li>
      ))}
    </ol>
  );
}

function weightiest(drops: readonly (number | null)[], nameOf: (k: number) => string) {
  return drops
    .flatMap((drop, key) => (drop === null || Math.abs(drop) < 0.005 ? [] : [{ key, name: nameOf(key), drop }]))
    .sort((a, b) => Math.abs(b.drop) - Math.abs(a.drop))
    .slice(0, LISTED);
}

/** The picture under the grid; what the model does not read stays dark. */
export function HeatPicture({
  url,
  fit,
  drops: { grid, drops },
}: {
  url: string;
  fit: Fit;
  drops: Extract<Explanation, { kind: "image" }>;
}) {
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const most = largest(drops);
  const part =
    size && fit ? seenPart(size, { ...fit, shortestEdge: fit.shortestEdge ?? Math.min(fit.width, fit.height) }) : null;
  const percent = (share: number) => `${share * 100}%`;
  return (
    <>
      <div className="relative mx-auto w-full max-w-60 overflow-hidden rounded-md bg-stage">
        <img
          src={url}
          alt=""
          className="block w-full [image-rendering:pixelated]"
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => setSize({ width, height })}
        />
        {part && (
          <div
            aria-hidden="true"
            className="absolute grid outline-1 outline-accent"
            style={{
              left: percent(part.left),
              top: percent(part.top),
              width: percent(part.width),
              height: percent(part.height),
              gridTemplate: `repeat(${grid}, 1fr) / repeat(${grid}, 1fr)`,
            }}
          >
            {drops.map((drop, k) => (
              <span key={k} style={{ background: shade(drop, most, 75) }} />
            ))}
          </div>
        )}
      </div>
      <Ranked parts={weightiest(drops, (k) => `${SIDES[Math.floor(k / grid)]}, ${COLUMNS[k % grid]}`)} />
    </>
  );
}

export function HeatText({
  text,
  drops: { pieces, drops },
}: {
  text: string;
  drops: Extract<Explanation, { kind: "text" }>;
}) {
  const most = largest(drops);
  return (
    <>
      <p
        dir="auto"
        className="max-h-48 overflow-y-auto whitespace-pre-wrap break-words rounded-md border border-line px-2 py-1.5 leading-6"
        tabIndex={-1}
      >
        {pieces.map(({ start, end }, k) => (
          <span key={start}>
            {text.slice(pieces[k - 1]?.end ?? 0, start)}
            <span className="rounded-sm" style={{ background: shade(drops[k] ?? null, most, 40) }}>
              {text.slice(start, end)}
            </span>
          </span>
        ))}
        {text.slice(pieces.at(-1)?.end ?? 0)}
      </p>
      <Ranked parts={weightiest(drops, (k) => text.slice(pieces[k]?.start, pieces[k]?.end))} />
    </>
  );
}

/** A bar a stretch of time over what the model heard, tall where it matters. */
export function HeatSound({ drops: { heard, drops } }: { drops: Extract<Explanation, { kind: "recording" }> }) {
  const most = largest(drops);
  const seconds = heard.to - heard.from;
  const timeOf = (k: number) => {
    const at = heard.from + (k * seconds) / drops.length;
    // tenths do not tell short stretches apart
    return seconds < SHORT_SECONDS ? `${at.toFixed(2)} s` : clockTime(at);
  };
  return (
    <>
      <div aria-hidden="true" className="rounded-md border border-line px-2 py-1.5">
        <div className="flex h-16 items-center gap-px">
          {drops.map((drop, k) => (
            <span
              key={k}
              className="min-h-px flex-1 rounded-[1px] bg-line"
              style={{ height: `${(100 * Math.abs(drop ?? 0)) / most}%`, background: shade(drop, most, 100) }}
            />
          ))}
        </div>
        <p className="flex justify-between text-[11px] leading-4 text-text-2 tabular-nums">
          <span>{timeOf(0)}</span>
          <span>{timeOf(drops.length)}</span>
        </p>
      </div>
      <Ranked parts={weightiest(drops, (k) => `${timeOf(k)} to ${timeOf(k + 1)}`)} />
    </>
  );
}
