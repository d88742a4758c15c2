"use client";
import { AudioLines } from "lucide-react";
import { useState } from "react";

/** Pictures up to this width are shown as their pixels. */
const TINY = 160;

interface ItemThumbnailProps {
  itemId: number;
  hasImage: boolean;
  /** A recording without a picture: a sign stands for it. */
  isAudio?: boolean;
  text: string | null;
  /** Names the item where nothing beside it does; empty where a caption follows. */
  alt?: string;
  variant?: "thumbnail" | "original";
  className?: string;
}

/** An item small: its picture, or the beginning of its text. */
export function ItemThumbnail({
  itemId,
  hasImage,
  isAudio = false,
  text,
  alt = "",
  variant = "thumbnail",
  className = "",
}: ItemThumbnailProps) {
  const [isTiny, setIsTiny] = useState(true);
  const [isBroken, setIsBroken] = useState(false);
  if (!hasImage && isAudio)
    return (
      <span className={`flex min-w-0 items-center gap-2 ${className}`} dir="auto">
        <AudioLines size={16} aria-hidden="true" className="shrink-0 text-text-2" />
        <span className="sr-only">recording</span>
        {text && <bdi className="line-clamp-2 min-w-0 break-words">{text}</bdi>}
      </span>
    );
  if (!hasImage)
    return (
      <span className={`line-clamp-2 min-w-0 break-words ${className}`} dir="auto">
        <bdi>{text}</bdi>
      </span>
    );
  if (isBroken)
    return (
      <span className={`grid place-items-center bg-sunken text-center text-xs text-text-2 ${className}`}>
        picture does not load
      </span>
    );
  return (
    <img
      ref={(image) => {
        if (image?.complete && image.naturalWidth > TINY) setIsTiny(false);
      }}
      src={`/api/media/${itemId}/${variant}`}
      alt={alt}
      loading="lazy"
      decoding="async"
      onLoad={(event) => setIsTiny(event.currentTarget.naturalWidth <= TINY)}
      onError={() => setIsBroken(true)}
      className={`shrink-0 rounded-[4px] bg-sunken object-contain ${isTiny ? "[image-rendering:pixelated]" : ""} ${className}`}
    />
  );
}
