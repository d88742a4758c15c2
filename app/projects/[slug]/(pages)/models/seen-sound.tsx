"use client";
import { useEffect, useState } from "react";
import { formatNumber } from "@/app/_components/format";
import { fetchSound } from "@/app/_inference/page-input";
import { recordingInput } from "@/app/_inference/sound-input";
import { type Peaks, waveformPeaks } from "@/core/item/waveform";
import type { ModelCard } from "@/core/onnx/model-card";
import { Waveform } from "../../label/[queueId]/_stage/waveform";

const BUCKETS = 200;

/** The outline of what the model hears of a recording, silence behind a short one included. */
export function SeenSound({ url, card, name }: { url: string; card: ModelCard; name: string }) {
  const [peaks, setPeaks] = useState<Peaks | null>(null);
  const [words, setWords] = useState<string | null>(null);
  useEffect(() => {
    let isOver = false;
    const draw = async () => {
      const asFloats: ModelCard = { ...card, input: { ...card.input, dtype: "float32" } };
      const { data, heard } = await recordingInput(asFloats, await fetchSound(url));
      if (isOver || !(data instanceof Float32Array)) return;
      const most = data.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
      // normalised samples pass full scale
      setPeaks(waveformPeaks([most > 1 ? data.map((value) => value / most) : data], BUCKETS));
      const seconds = heard ? `${formatNumber(heard.from)} to ${formatNumber(heard.to)} s` : "";
      setWords(`${seconds}, values up to ${formatNumber(most)}`);
    };
    draw().catch(() => {
      if (!isOver) setWords("cannot be shown");
    });
    return () => {
      isOver = true;
    };
  }, [url, card]);
  return (
    <span className="flex w-32 shrink-0 flex-col gap-1">
      <span role="img" aria-label={name} className="block h-12 border border-line bg-bg">
        {peaks && <Waveform peaks={peaks} className="block size-full text-accent" />}
      </span>
      <span className="text-xs text-text-2 tabular-nums">{words ?? "…"}</span>
    </span>
  );
}
