import { ratingTable, type VoteColumns } from "../annotation/ratings";
import { patternsOfTable } from "../annotation/vote-patterns";
import { createRandom } from "../random";
import { benchRow } from "../statistics/bench-row";
import { bootstrapPatterns } from "../statistics/bootstrap";
import { inWorker, measureWork } from "../statistics/fixtures/worker-bench";
import { nominalSums } from "./coincidence";

const CLASSES = 10;

/** Seeded votes in random order: people are right with .8, `annotators` of them take turns. */
function votes(items: number, people: number, annotators: number): VoteColumns {
  const random = createRandom(3);
  const columns = {
    item: new Int32Array(items * people),
    annotator: new Int32Array(items * people),
    label: new Int32Array(items * people),
  };
  for (let at = 0; at < items * people; at++) {
    const item = (Math.floor(at / people) * 7919) % items;
    columns.item[at] = item;
    columns.annotator[at] = (item * 31 + (at % people) * 17) % annotators;
    columns.label[at] = random() < 0.8 ? item % CLASSES : Math.floor(random() * CLASSES);
  }
  return columns;
}

function bench(): string {
  let rows = "";
  for (const { items, people, annotators, goal, recorded } of [
    { items: 100_000, people: 5, annotators: 500, goal: "< 1,000 ms", recorded: 296_000 },
    { items: 1_000_000, people: 3, annotators: 1000, goal: "< 500 ms", recorded: 2_272_000 },
  ]) {
    const columns = votes(items, people, annotators);
    const size = `${items.toLocaleString("en")} x ${people}`;
    const all = measureWork(5, () => {
      const found = patternsOfTable(ratingTable(columns, CLASSES), CLASSES);
      bootstrapPatterns(nominalSums(found, { isPerLabel: false }), { resamples: 1_000, random: createRandom(1) });
    });
    let patterns = 0;
    const grouping = measureWork(3, () => {
      patterns = patternsOfTable(ratingTable(columns, CLASSES), CLASSES).size.length;
    });
    const what = `alpha + 1,000-resample BCa, votes to interval, ${size}`;
    rows += benchRow({ what, value: all.cpuMs, unit: "ms CPU", goal });
    rows += benchRow({ what: "  first run", value: all.firstCpuMs, unit: "ms CPU", goal });
    rows += benchRow({ what: "  by the clock", value: all.wallMs, unit: "ms", goal });
    rows += benchRow({
      what: `  of it grouping into ${patterns} patterns`,
      value: grouping.cpuMs,
      unit: "ms CPU",
      goal: "-",
    });
    rows += benchRow({
      what: "  ratio to a loop over fast-krippendorff (recorded elsewhere)",
      value: recorded / all.cpuMs,
      unit: "x",
      goal: "-",
    });
    rows += benchRow({
      what: "  peak memory beyond the votes",
      value: all.peakMegabytes,
      unit: "MB",
      goal: "-",
    });
  }
  return rows;
}

inWorker(import.meta.url, bench);
