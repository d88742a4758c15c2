"use client";
import { useEffect, useRef, useState } from "react";
import { formatNumber } from "@/app/_components/format";
import { pictureInput } from "@/app/_inference/picture-input";
import { tensorPicture } from "@/core/image/tensor-picture";
import type { ModelCard } from "@/core/onnx/model-card";

const SIDE = 96;

/** The picture as the model sees it: its tensor turned back into pixels, the smallest value black, the largest white. */
export function SeenPicture({ url, card, name }: { url: string; card: ModelCard; name: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [words, setWords] = useState<string | null>(null);
  const { image, input } = card;
  useEffect(() => {
    let isOver = false;
    const draw = async () => {
      const response = await fetch(url);
      const { data } = await pictureInput({ ...card, input: { ...input, dtype: "float32" } }, await response.blob());
      if (isOver || !image || !(data instanceof Float32Array)) return;
      const { rgba, low, high } = tensorPicture(data, { ...image, layout: input.layout });
      const context = canvas.current?.getContext("2d");
      context?.putImageData(new ImageData(rgba, image.width, image.height), 0, 0);
      setWords(`values ${formatNumber(low)} to ${formatNumber(high)}`);
    };
    draw().catch(() => {
      if (!isOver) setWords("cannot be shown");
    });
    return () => {
      isOver = true;
    };
  }, [url, card, image, input]);
  if (!image) return null;
  return (
    <span className="flex flex-col gap-1">
      <canvas
        ref={canvas}
        role="img"
        aria-label={name}
        width={image.width}
        height={image.height}
        className="border border-line bg-bg [image-rendering:pixelated]"
        style={{ width: SIDE, height: (SIDE * image.height) / image.width }}
      />
      <span className="text-xs text-text-2 tabular-nums">{words ?? "…"}</span>
    </span>
  );
}
