import { readFile } from "node:fs/promises";
import type { RowData } from "@/core/item/row-data";
import type { ItemRow } from "@/db/queries/items";
import type { DataDirectory } from "../data-directory";

const SHOWN_TEXT = 160;
const SHOWN_CELLS = 4;

/** What stands for an item in small. The picture as a data URL: whoever sees it may not ask for the item itself. */
export interface SmallItem {
  text: string | null;
  cells: RowData | null;
  picture: string | null;
}

/** The beginning of the text, the first cells and the thumbnail; nothing that names the item. */
export async function smallItem(
  data: DataDirectory,
  { text, data: row, mediaHash }: Pick<ItemRow, "text" | "data" | "mediaHash">,
): Promise<SmallItem> {
  const picture = mediaHash === null ? null : await readFile(data.thumbnail(mediaHash), "base64");
  return {
    text: text && text.length > SHOWN_TEXT ? `${[...text].slice(0, SHOWN_TEXT).join("")}…` : text,
    cells: row?.slice(0, SHOWN_CELLS) ?? null,
    picture: picture === null ? null : `data:image/webp;base64,${picture}`,
  };
}
