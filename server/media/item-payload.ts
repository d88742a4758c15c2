import type { ItemRow } from "@/db/queries/items";

/** What was sampled, as a screen shows it: no path, no hash, no id of the user's. */
export function payloadOf({ id, text, mediaHash, audioHash, data }: ItemRow) {
  return {
    text,
    image: mediaHash === null ? null : `/api/media/${id}/original`,
    thumbnail: mediaHash === null ? null : `/api/media/${id}/thumbnail`,
    audio: audioHash === null ? null : `/api/media/${id}/audio`,
    data,
  };
}
