"use client";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { clockTime } from "@/core/item/waveform";
import { type AudioClip, audioClip } from "./audio-clip";
import type { AudioView } from "./audio-view";

type Notice = "blocked" | "broken" | null;

/** The outline of a recording once it is decoded. */
function useClip(url: string) {
  const [clip, setClip] = useState<AudioClip | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let isOver = false;
    audioClip(url).then(
      (found) => !isOver && setClip(found),
      () => !isOver && setFailed(true),
    );
    return () => {
      isOver = true;
    };
  }, [url]);
  return { clip, failed };
}

/** One recording: its element, its outline and its controls. Time moves by itself, without rendering. */
export function usePlayer(url: string, view: AudioView) {
  const { rate, isLoop, isAutoplay } = useSyncExternalStore(view.watch, view.state, view.state);
  const { clip, failed } = useClip(url);
  const audio = useRef<HTMLAudioElement>(null);
  const slider = useRef<HTMLDivElement>(null);
  const clock = useRef<HTMLSpanElement>(null);
  const [isPlaying, setIsPlaying] = useState(false);
  const [length, setLength] = useState(0);
  const [notice, setNotice] = useState<Notice>(null);
  const seconds = clip?.seconds || length;

  const paint = useCallback(() => {
    const at = audio.current?.currentTime ?? 0;
    const share = seconds > 0 ? Math.min(1, at / seconds) : 0;
    slider.current?.style.setProperty("--played", `${share * 100}%`);
    slider.current?.setAttribute("aria-valuenow", at.toFixed(1));
    slider.current?.setAttribute("aria-valuetext", `${clockTime(at)} of ${clockTime(seconds)}`);
    if (clock.current) clock.current.textContent = clockTime(at);
  }, [seconds]);

  const controls = useMemo(() => {
    const play = () =>
      audio.current?.play().then(
        () => setNotice(null),
        (error: unknown) => {
          // the element went, or was paused before it began
          if (error instanceof DOMException && error.name === "AbortError") return;
          setNotice(error instanceof DOMException && error.name === "NotAllowedError" ? "blocked" : "broken");
        },
      );
    const seekTo = (at: number) => {
      const { current } = audio;
      if (!current) return;
      current.currentTime = Math.min(Math.max(0, at), seconds || 0);
      paint();
    };
    return {
      play,
      seekTo,
      toggle: () => void (audio.current?.paused ? play() : audio.current?.pause()),
      seekBy: (by: number) => seekTo((audio.current?.currentTime ?? 0) + by),
      restart: () => seekTo(0),
    };
  }, [seconds, paint]);
  useEffect(() => view.attach(controls), [view, controls]);

  useEffect(() => {
    if (audio.current) audio.current.playbackRate = rate;
  }, [rate]);
  // only when the recording comes, not when the choice is made
  const begin = useRef(() => {});
  begin.current = () => {
    if (isAutoplay) void controls.play();
  };
  useEffect(() => begin.current(), []);
  useEffect(() => {
    paint();
    if (!isPlaying) return;
    let frame = 0;
    const tick = () => {
      paint();
      frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, paint]);

  return {
    audio,
    slider,
    clock,
    controls,
    clip,
    seconds,
    rate,
    isLoop,
    isAutoplay,
    isPlaying,
    problem: failed ? ("broken" as const) : notice,
    events: {
      onPlay: () => setIsPlaying(true),
      onPause: () => setIsPlaying(false),
      onLoadedMetadata: () => setLength(Number.isFinite(audio.current?.duration) ? (audio.current?.duration ?? 0) : 0),
      onError: () => setNotice("broken"),
    },
  };
}
