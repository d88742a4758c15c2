import { readFile } from "node:fs/promises";
import { z } from "zod";
import { packageFile } from "./package-file";

const Rows = z.array(z.object({ text: z.string(), class: z.union([z.literal(0), z.literal(1), z.null()]) }));
const SOURCES = ["imdb", "yelp", "amazon"] as const;

export interface ReviewItem {
  id: string;
  text: string;
  label: "positive" | "negative";
}

/** The sentences that the sentiment package tests itself with; each file ends with one row without a class, which is left out. */
export async function prepareReviews(): Promise<ReviewItem[] | null> {
  const items: ReviewItem[] = [];
  for (const source of SOURCES) {
    const file = packageFile("sentiment", "test", "fixtures", `${source}.json`);
    if (!file) return null;
    const rows = Rows.parse(JSON.parse(await readFile(file, "utf8")));
    for (const [row, { text, class: label }] of rows.entries())
      if (label !== null && text.trim() !== "")
        items.push({ id: `${source}/${row}`, text, label: label === 1 ? "positive" : "negative" });
  }
  return items;
}
