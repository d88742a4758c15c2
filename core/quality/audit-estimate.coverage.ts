import { createRandom, type Random } from "../random";
import { isDefined } from "../statistics/estimate";
import { type StratumCount, stratifiedRate } from "./stratified-rate";

interface Design {
  name: string;
  sizes: number[];
  rates: number[];
  sampled: number[];
  /** Coverage and mean width recorded in STATISTICS 10. */
  recorded: [number, number];
}

const DESIGNS: Design[] = [
  {
    name: "A typical",
    sizes: [8000, 1500, 500],
    rates: [0.005, 0.05, 0.4],
    sampled: [100, 100, 100],
    recorded: [0.953, 0.034],
  },
  {
    name: "B clean",
    sizes: [8000, 1500, 500],
    rates: [0.001, 0.01, 0.1],
    sampled: [100, 100, 100],
    recorded: [0.963, 0.025],
  },
  {
    name: "C clean, more",
    sizes: [8000, 1500, 500],
    rates: [0.001, 0.01, 0.1],
    sampled: [300, 100, 100],
    recorded: [0.956, 0.013],
  },
  {
    name: "D proportional",
    sizes: [8000, 1500, 500],
    rates: [0.005, 0.05, 0.4],
    sampled: [240, 45, 15],
    recorded: [0.957, 0.035],
  },
  {
    name: "E noisy",
    sizes: [8000, 1500, 500],
    rates: [0.05, 0.2, 0.7],
    sampled: [100, 100, 100],
    recorded: [0.948, 0.073],
  },
  {
    name: "F five strata",
    sizes: [2000, 2000, 2000, 2000, 2000],
    rates: [0.002, 0.005, 0.01, 0.03, 0.2],
    sampled: [60, 60, 60, 60, 60],
    recorded: [0.965, 0.049],
  },
  {
    name: "G small",
    sizes: [8000, 1500, 500],
    rates: [0.005, 0.05, 0.4],
    sampled: [30, 30, 30],
    recorded: [0.954, 0.083],
  },
];

/** How many of `sampled` items drawn without replacement from `size` are among its `marked`. */
function hypergeometric(size: number, marked: number, sampled: number, random: Random): number {
  let found = 0;
  for (let drawn = 0; drawn < sampled; drawn++) if (random() * (size - drawn) < marked - found) found++;
  return found;
}

const RUNS = 4000;
const random = createRandom(20251123);
const lines = [
  "## Audit: MOVER-Jeffreys interval of the label-error rate",
  "",
  `${RUNS} simulated audits per row, sampling without replacement, 10,000 items. Monte-Carlo error of a coverage of .95: .0034.`,
  "",
  "| strata | true rate | coverage | recorded | truth below | truth above | mean width | recorded |",
  "|---|---|---|---|---|---|---|---|",
];
for (const { name, sizes, rates, sampled, recorded } of DESIGNS) {
  const marked = sizes.map((size, h) => Math.round(size * (rates[h] as number)));
  const truth = marked.reduce((sum, count) => sum + count, 0) / sizes.reduce((sum, size) => sum + size, 0);
  let [below, above, width] = [0, 0, 0];
  for (let run = 0; run < RUNS; run++) {
    const strata = sizes.map((size, h): StratumCount => {
      const n = sampled[h] as number;
      return { size, sampled: n, found: hypergeometric(size, marked[h] as number, n, random) };
    });
    const rate = stratifiedRate(strata);
    if (!isDefined(rate)) continue;
    const { low = 0, high = 1 } = rate;
    if (truth < low) below++;
    if (truth > high) above++;
    width += (high - low) / RUNS;
  }
  const share = (count: number) => (count / RUNS).toFixed(3);
  lines.push(
    `| ${name} | ${truth.toFixed(4)} | ${share(RUNS - below - above)} | ${recorded[0].toFixed(3)} | ${share(below)} | ${share(above)} | ${width.toFixed(3)} | ${recorded[1].toFixed(3)} |`,
  );
}
process.stdout.write(`\n${lines.join("\n")}\n`);
