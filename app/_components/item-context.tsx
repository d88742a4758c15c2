import type { MediaType } from "@/core/label-set/label-set";
import { contextOf, hasContext, type Payload } from "./payload";
import { RowCard } from "./row-card";
import { ScrollRegion } from "./scroll-region";

/** Everything of an item that is not judged itself, smaller; nothing when there is nothing. */
export function ItemContext({
  payload,
  media,
  className = "",
}: {
  payload: Payload;
  media: MediaType;
  className?: string;
}) {
  if (!hasContext(payload, media)) return null;
  const { text, image, audio, data } = contextOf(payload, media);
  return (
    <ScrollRegion name="Context" className={`flex flex-col gap-2 overflow-y-auto ${className}`}>
      <h3 className="text-xs font-semibold text-text-2">Context</h3>
      {image && (
        <img src={image} alt="" className="max-h-56 max-w-full self-start rounded-md bg-sunken object-contain" />
      )}
      {audio && (
        // biome-ignore lint/a11y/useMediaCaption: the recording is data, its transcript is what may be asked for
        <audio controls preload="metadata" src={audio} aria-label="Recording" className="h-9 w-full" />
      )}
      {text !== null && (
        <p dir="auto" className="text-[13px] leading-5 break-words whitespace-pre-wrap [unicode-bidi:plaintext]">
          {text}
        </p>
      )}
      {data && <RowCard data={data} isSmall />}
    </ScrollRegion>
  );
}
