import type { RowData } from "@/core/item/row-data";
import type { MediaType } from "@/core/label-set/label-set";

/** What was sampled, of whatever kind. */
export interface Payload {
  text: string | null;
  image: string | null;
  audio: string | null;
  data: RowData | null;
}

const JUDGED = { text: "text", image: "image", audio: "audio", table: "data" } as const;

/** What an item has beside what is judged. */
export const contextOf = (payload: Payload, media: MediaType): Payload => ({
  text: payload.text,
  image: payload.image,
  audio: payload.audio,
  data: payload.data,
  [JUDGED[media]]: null,
});

export const hasContext = (payload: Payload, media: MediaType) =>
  Object.values(contextOf(payload, media)).some((value) => value !== null);
