"use client";
import { Pause, Play, Repeat, RotateCcw } from "lucide-react";
import { type MouseEvent, type PointerEvent, useEffect } from "react";
import { clockTime } from "@/core/item/waveform";
import type { DeskItem } from "../desk-state";
import { audioClip } from "./audio-clip";
import { type AudioView, RATES } from "./audio-view";
import { usePlayer } from "./use-player";
import { Waveform } from "./waveform";

/** Recordings that are fetched and decoded before they are shown. */
const AHEAD = 3;

const PROBLEMS = {
  blocked: "The browser waits for a key before it plays: press Space.",
  broken: "The recording of this item does not play. Skip it with S or flag it with F.",
  "too-long": "A long recording: it plays, but its waveform is not drawn.",
  "not-decoded": "This browser does not draw the waveform of this kind of file.",
};

type Player = ReturnType<typeof usePlayer>;

/** The waveform as the slider that it is: a click, a drag or an arrow moves through the recording. */
function Position({ player, number }: { player: Player; number: number }) {
  const { slider, clip, seconds, controls } = player;
  const seek = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    controls.seekTo(((event.clientX - box.left) / box.width) * seconds);
  };
  return (
    <div
      ref={slider}
      role="slider"
      tabIndex={0}
      aria-label={`Position in item ${number}`}
      aria-valuemin={0}
      aria-valuemax={Number(seconds.toFixed(1))}
      aria-valuenow={0}
      className="relative h-28 cursor-pointer touch-none rounded-md bg-sunken [--played:0%] max-sm:h-20"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seek(event);
      }}
      onPointerMove={(event) => event.buttons === 1 && seek(event)}
      onKeyDown={(event) => {
        if (event.key !== "Home" && event.key !== "End") return;
        event.preventDefault();
        controls.seekTo(event.key === "Home" ? 0 : seconds);
      }}
    >
      {clip?.peaks ? (
        <>
          <Waveform peaks={clip.peaks} className="absolute inset-0 size-full text-edge" />
          <div className="absolute inset-0 [clip-path:inset(0_calc(100%_-_var(--played))_0_0)]">
            <Waveform peaks={clip.peaks} className="absolute inset-0 size-full bg-accent-weak text-accent" />
          </div>
        </>
      ) : (
        <>
          <span className="absolute inset-x-0 top-1/2 h-0.5 bg-edge" />
          <span className="absolute top-1/2 left-0 h-0.5 w-(--played) bg-accent" />
        </>
      )}
      <span aria-hidden="true" className="absolute inset-y-0 left-(--played) -ml-px w-0.5 bg-accent-strong" />
    </div>
  );
}

/** A click leaves the focus to the keys of the screen, so that Space goes on playing. */
const letGo = (action: () => void) => (event: MouseEvent<HTMLButtonElement>) => {
  action();
  if (event.detail > 0) event.currentTarget.blur();
};

function Controls({ player, view }: { player: Player; view: AudioView }) {
  const { controls, isPlaying, isLoop, isAutoplay, rate, seconds, clock } = player;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <button type="button" className="btn primary min-w-24" onClick={controls.toggle}>
        {isPlaying ? <Pause size={16} aria-hidden="true" /> : <Play size={16} aria-hidden="true" />}
        {isPlaying ? "Pause" : "Play"}
        <kbd className="max-sm:hidden">Space</kbd>
      </button>
      <button type="button" className="btn ghost px-2" aria-label="Back to the start" onClick={letGo(controls.restart)}>
        <RotateCcw size={16} aria-hidden="true" />
      </button>
      <span className="font-medium tabular-nums">
        <span ref={clock}>{clockTime(0)}</span>
        <span className="text-text-2"> / {clockTime(seconds)}</span>
      </span>
      <span className="ml-auto flex flex-wrap items-center gap-2">
        <button
          type="button"
          className="btn small aria-pressed:border-accent aria-pressed:bg-accent-weak aria-pressed:text-accent-strong"
          aria-pressed={isLoop}
          onClick={letGo(view.toggleLoop)}
        >
          <Repeat size={14} aria-hidden="true" /> Loop
        </button>
        <label className="flex items-center gap-1.5 text-text-2">
          Speed
          <select
            className="input min-h-[26px] w-auto py-0 pr-1 pl-2 text-xs tabular-nums"
            value={rate}
            onChange={(event) => {
              view.setRate(Number(event.target.value));
              event.currentTarget.blur();
            }}
          >
            {RATES.map((one) => (
              <option key={one} value={one}>
                {one}×
              </option>
            ))}
          </select>
        </label>
        <label className="flex items-center gap-1.5 text-text-2">
          <input
            type="checkbox"
            className="size-4 accent-(--accent)"
            checked={isAutoplay}
            onChange={(event) => {
              view.setAutoplay(event.target.checked);
              event.currentTarget.blur();
            }}
          />
          Play by itself
        </label>
      </span>
    </div>
  );
}

function Recording({ item, view }: { item: DeskItem; view: AudioView }) {
  const player = usePlayer(item.audio ?? "", view);
  const problem = player.problem ?? player.clip?.problem ?? null;
  return (
    <section
      aria-label={`Recording of item ${item.number}`}
      data-testid="stage"
      className="m-auto flex w-full max-w-[720px] flex-col gap-3 rounded-lg border border-line bg-surface p-4 shadow-card"
    >
      <audio ref={player.audio} src={item.audio ?? ""} preload="auto" loop={player.isLoop} {...player.events} />
      <Position player={player} number={item.number} />
      <Controls player={player} view={view} />
      {problem && (
        <p role="status" className="text-xs text-text-2">
          {PROBLEMS[problem]}
        </p>
      )}
    </section>
  );
}

/** A recording to be judged; the next ones are fetched, decoded and outlined meanwhile. */
export function AudioItem({ item, ahead, view }: { item: DeskItem; ahead: readonly DeskItem[]; view: AudioView }) {
  const next = ahead
    .slice(0, AHEAD)
    .flatMap(({ audio }) => audio ?? [])
    .join("\n");
  useEffect(() => {
    // one that does not load is told about when its turn comes
    for (const url of next.split("\n")) if (url) audioClip(url).catch(() => {});
  }, [next]);
  return <Recording key={item.claimId} item={item} view={view} />;
}
