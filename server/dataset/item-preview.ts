import { rowSummary } from "@/core/item/row-data";
import type { ItemRow } from "@/db/queries/items";

/** The row of a list with its item in one line of text: the row of a table is summed up, else its text stands. */
export function withPreview<R extends Pick<ItemRow, "mediaType" | "text" | "data">>({ data, ...row }: R) {
  const text = row.text !== null && row.mediaType !== "table" ? row.text : data && rowSummary(data);
  return { ...row, text: text ?? row.text };
}
