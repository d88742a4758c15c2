import { ItemContext } from "@/app/_components/item-context";
import { ItemThumbnail } from "@/app/_components/item-thumbnail";
import { RowCard } from "@/app/_components/row-card";
import type { Outputs } from "@/app/_trpc/types";

type Item = Outputs["data"]["item"]["item"];

function Judged({ item }: { item: Item }) {
  if (item.mediaType === "image")
    return (
      <div className="grid place-items-center rounded-lg bg-stage p-3">
        <ItemThumbnail
          itemId={item.id}
          hasImage
          text={null}
          variant="original"
          alt={`Item ${item.externalId}`}
          className="h-56 w-full"
        />
      </div>
    );
  if (item.mediaType === "audio")
    return (
      // biome-ignore lint/a11y/useMediaCaption: the recording is what is judged; its transcript stands below if there is one
      <audio
        controls
        preload="metadata"
        src={`/api/media/${item.id}/audio`}
        aria-label="Recording"
        className="w-full"
      />
    );
  if (item.mediaType === "table")
    return (
      <div className="max-h-96 overflow-y-auto rounded-lg bg-sunken px-3 py-1">
        {item.data && <RowCard data={item.data} isSmall />}
      </div>
    );
  return (
    <p
      className="max-h-72 overflow-y-auto rounded-lg bg-sunken p-3 break-words whitespace-pre-wrap [unicode-bidi:plaintext]"
      dir="auto"
    >
      {item.text}
    </p>
  );
}

/** What was sampled: what is judged, and below it what only helps to judge. */
export function ItemContent({ item }: { item: Item }) {
  const { text, data, mediaHash, audioHash } = item;
  const payload = {
    text,
    data,
    image: mediaHash === null ? null : `/api/media/${item.id}/original`,
    audio: audioHash === null ? null : `/api/media/${item.id}/audio`,
  };
  return (
    <>
      <Judged item={item} />
      <ItemContext payload={payload} media={item.mediaType} className="max-h-72 rounded-lg border border-line p-3" />
    </>
  );
}
