"use client";
import { useEffect, useRef } from "react";
import type { Peaks } from "@/core/item/waveform";

const BAR = 2;
const GAP = 1;

function draw(canvas: HTMLCanvasElement, peaks: Peaks) {
  const { clientWidth, clientHeight } = canvas;
  const context = canvas.getContext("2d");
  if (!context || clientWidth === 0) return;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(clientWidth * scale);
  canvas.height = Math.round(clientHeight * scale);
  context.scale(scale, scale);
  context.fillStyle = getComputedStyle(canvas).color;
  const buckets = peaks.length / 2;
  const bars = Math.floor(clientWidth / (BAR + GAP));
  const middle = clientHeight / 2;
  for (let bar = 0; bar < bars; bar++) {
    const to = Math.max(Math.floor((bar * buckets) / bars) + 1, Math.floor(((bar + 1) * buckets) / bars));
    let [low, high] = [0, 0];
    for (let at = Math.floor((bar * buckets) / bars); at < to; at++) {
      low = Math.min(low, peaks[2 * at] ?? 0);
      high = Math.max(high, peaks[2 * at + 1] ?? 0);
    }
    const top = middle - Math.max(1, high * (middle - 2));
    const bottom = middle + Math.max(1, -low * (middle - 2));
    context.fillRect(bar * (BAR + GAP), top, BAR, bottom - top);
  }
}

/** The outline of a sound on a canvas, in the colour of its text; drawn again for another width or colour scheme. */
export function Waveform({ peaks, className }: { peaks: Peaks; className: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const target = canvas.current;
    if (!target) return;
    const again = () => draw(target, peaks);
    const size = new ResizeObserver(again);
    size.observe(target);
    const theme = new MutationObserver(again);
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const scheme = window.matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", again);
    return () => {
      size.disconnect();
      theme.disconnect();
      scheme.removeEventListener("change", again);
    };
  }, [peaks]);
  return <canvas ref={canvas} className={className} />;
}
