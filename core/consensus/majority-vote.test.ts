import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fractionalScore, type MajorityVote, majorityVote } from "./majority-vote";

function defined(result: ReturnType<typeof majorityVote>): MajorityVote {
  if ("undefinedBecause" in result) throw new Error(result.undefinedBecause);
  return result;
}

describe("majorityVote", () => {
  it("keeps ties as ties", () => {
    expect(majorityVote([2, 2, 1])).toEqual({ winners: [0, 1], posterior: Float64Array.of(0.4, 0.4, 0.2), votes: 5 });
    expect(defined(majorityVote([0, 3, 1])).winners).toEqual([1]);
  });

  it("says nothing without votes", () => {
    expect(majorityVote([0, 0])).toEqual({ undefinedBecause: "no votes", n: 0 });
  });

  it("renaming labels renames the winners; the scores of all labels sum to 1", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 2, maxLength: 6 }), (counts) => {
        fc.pre(counts.some((count) => count > 0));
        const { winners, posterior } = defined(majorityVote(counts));
        const mirrored = defined(majorityVote([...counts].reverse())).winners;
        expect(mirrored.map((k) => counts.length - 1 - k).reverse()).toEqual(winners);
        expect(posterior.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
        expect(counts.reduce((sum, _, k) => sum + fractionalScore(winners, k), 0)).toBeCloseTo(1, 12);
      }),
    );
  });
});

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = resolve(root, process.env.CONCORD_GOLDEN ?? "../shared/golden", "consensus");
const isGoldenHere = existsSync(resolve(folder, "sim2000_votes.csv"));
if (!isGoldenHere) console.warn(`consensus golden tests are skipped: no inputs in ${folder} (CONCORD_GOLDEN)`);

describe.skipIf(!isGoldenHere)("golden sets: accuracy with fractional ties", () => {
  it.each([
    ["sim2000", 0.81425],
    ["cf", 0.88222],
    ["ms", 0.70421],
    ["sp_amt", 0.943],
  ])("%s: %d", (name, accuracy) => {
    const rows = (file: string) =>
      readFileSync(resolve(folder, file), "utf8")
        .trim()
        .split("\n")
        .map((line) => line.trim().split(","));
    const column = (table: string[][], ...names: string[]) =>
      table[0]?.findIndex((title) => names.includes(title)) ?? -1;
    const votes = rows(`${name}_votes.csv`);
    const gold = rows(`${name}_gold.csv`);
    const [item, label] = [column(votes, "item"), column(votes, "label", "vote")];
    const [goldItem, goldLabel] = [column(gold, "item"), column(gold, "gold", "label", "truth")];
    expect(Math.min(item, label, goldItem, goldLabel)).toBeGreaterThanOrEqual(0);
    const names = [
      ...new Set([...votes.slice(1).map((row) => row[label]), ...gold.slice(1).map((row) => row[goldLabel])]),
    ];
    const counts = new Map<string, number[]>();
    for (const row of votes.slice(1)) {
      const own = counts.get(row[item] ?? "") ?? names.map(() => 0);
      const k = names.indexOf(row[label]);
      own[k] = (own[k] ?? 0) + 1;
      counts.set(row[item] ?? "", own);
    }
    const references = gold.slice(1);
    const score = references.reduce((sum, row) => {
      const { winners } = defined(majorityVote(counts.get(row[goldItem] ?? "") ?? []));
      return sum + fractionalScore(winners, names.indexOf(row[goldLabel]));
    }, 0);
    expect(score / references.length).toBeCloseTo(accuracy, 5);
  });
});
