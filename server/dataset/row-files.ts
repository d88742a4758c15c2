import type { DatasetRecord } from "@/core/dataset/dataset-record";
import { contentHashInput } from "@/core/item/item-content";
import type { MediaType } from "@/core/label-set/label-set";
import type { ItemRow } from "@/db/queries/items";
import type { StoredAudio } from "../media/store-audio";
import type { StoredImage } from "../media/store-image";
import type { MediaFiles } from "./read-media";

/** The files of one row, as they were found in the zip; null where it names none, or the zip has it not. */
export interface RowFiles {
  image: StoredImage | null;
  audio: StoredAudio | null;
}

export type FoundFiles = { ok: true; files: RowFiles } | { ok: false; field: "image" | "audio"; problem: string };

/** Looks the named files up; one of the wrong kind is a problem of the row. */
export function findFiles({ image, audio }: Pick<DatasetRecord, "image" | "audio">, files: MediaFiles): FoundFiles {
  const find = (path: string | null) => (path === null ? null : (files.get(path.normalize("NFC")) ?? null));
  const picture = find(image);
  if (picture && picture.kind !== "image")
    return {
      ok: false,
      field: "image",
      problem: picture.kind === "problem" ? picture.problem : "The file is a sound.",
    };
  const sound = find(audio);
  if (sound && sound.kind !== "audio")
    return { ok: false, field: "audio", problem: sound.kind === "problem" ? sound.problem : "The file is a picture." };
  return { ok: true, files: { image: picture, audio: sound } };
}

/** The file that the one `sha256` of a row belongs to: what is judged, else what is there. */
export const namedFile = ({ image, audio }: RowFiles, media: MediaType) =>
  media === "audio" ? (audio ?? image) : (image ?? audio);

/** What is judged, as the text that its hash is taken of; null where its file is missing. */
export function judgedContent(
  { text, data }: Pick<DatasetRecord, "text" | "data">,
  { image, audio }: RowFiles,
  media: MediaType,
): string | null {
  if (media === "text") return text === null ? null : contentHashInput({ media, text });
  if (media === "table") return data === null ? null : contentHashInput({ media, data: new Map(data) });
  const file = media === "image" ? image : audio;
  if (!file) return null;
  return media === "image"
    ? contentHashInput({ media, sha256: file.sha256, width: file.width, height: file.height })
    : contentHashInput({ media, sha256: file.sha256 });
}

const dataHash = (data: NonNullable<DatasetRecord["data"]>) =>
  contentHashInput({ media: "table", data: new Map(data) });

/** Whether a row says anything else than the stored item shows; what the row leaves out is taken to be the same. */
export function differsInPayload(item: ItemRow, { text, data }: DatasetRecord, { image, audio }: RowFiles): boolean {
  return (
    (text !== null && text !== item.text) ||
    (image !== null && image.sha256 !== item.mediaHash) ||
    (audio !== null && audio.sha256 !== item.audioHash) ||
    (data !== null && (item.data === null || dataHash(data) !== dataHash(item.data)))
  );
}
