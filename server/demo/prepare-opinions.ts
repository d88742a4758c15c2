import { readFile } from "node:fs/promises";
import { z } from "zod";
import { packageFile } from "./package-file";

const Ratings = z.array(z.int().min(-4).max(4)).length(10);

export interface OpinionItem {
  id: string;
  text: string;
  /** Raw ratings, -4 to 4, by column. */
  ratings: number[];
}

export const signOf = (rating: number) => (rating > 0 ? "positive" : rating < 0 ? "negative" : "neutral");

/** Short texts with ten human ratings each. Fourteen texts stand twice, so a text is known by its line. */
export async function prepareOpinions(): Promise<OpinionItem[] | null> {
  const file = packageFile("vader-sentiment", "vader_lexicon.txt");
  if (!file) return null;
  return parseLexicon(await readFile(file, "utf8"));
}

export function parseLexicon(content: string): OpinionItem[] {
  return content.split("\n").flatMap((line, k) => {
    const [text, , , ratings] = line.replace(/\r$/, "").split("\t");
    if (!text?.trim() || !ratings) return [];
    return [{ id: `vader/${k + 1}`, text, ratings: Ratings.parse(JSON.parse(ratings)) }];
  });
}
