import { parseVotesCsv, type VotesFile } from "@/core/dataset/votes-csv";
import { parseVotesJsonl, votesOfMatrix } from "@/core/dataset/votes-of-texts";
import { InputError } from "./command";
import { formatOf, parsed, readInput, readNpy } from "./input-file";

/** Votes of a file: long CSV, JSON lines, or an .npy matrix of class indices (items x annotators, NaN for no vote). */
export function readVotes(file: string): VotesFile {
  const format = formatOf(file);
  if (format === "csv") return parsed(file, () => parseVotesCsv(readInput(file)));
  if (format === "jsonl") return parsed(file, () => parseVotesJsonl(readInput(file)));
  const array = readNpy(file);
  const { shape } = array.header;
  if (!("values" in array) || shape.length !== 2)
    throw new InputError(
      `${file}: votes must be numbers on two axes (items, annotators), the shape is (${shape.join(", ")}).`,
    );
  return parsed(file, () => votesOfMatrix(array.values, shape[1] ?? 0));
}
