import { votePatterns } from "../annotation/vote-patterns";
import { createRandom } from "../random";
import { benchRow, medianTime } from "../statistics/bench-row";
import { bootstrapPatterns } from "../statistics/bootstrap";
import { nominalSums } from "./coincidence";

for (const [items, people, goal] of [
  [100_000, 5, "< 1,000 ms"],
  [1_000_000, 3, "< 500 ms"],
] as const) {
  const random = createRandom(3);
  const votes = Array.from({ length: items * people }, (_, k) => {
    const item = Math.floor(k / people);
    return { item, annotator: k % people, label: random() < 0.85 ? item % 4 : Math.floor(random() * 4) };
  });
  const patterns = votePatterns(votes, 4);
  const ms = medianTime(3, performance.now.bind(performance), () => {
    bootstrapPatterns(nominalSums(patterns), { resamples: 1_000, random: createRandom(1) });
  });
  const build = medianTime(1, performance.now.bind(performance), () => void votePatterns(votes, 4));
  const size = `${items.toLocaleString("en")} x ${people}`;
  process.stdout.write(
    benchRow({ what: `alpha + 1,000-resample BCa from patterns, ${size}`, value: ms, unit: "ms", goal }),
  );
  process.stdout.write(
    benchRow({ what: `vote patterns, ${size}`, value: build, unit: "ms", goal: "(part of the above)" }),
  );
}
