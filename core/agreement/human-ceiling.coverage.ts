import { voteTable } from "../consensus/vote-table";
import { createRandom, type Random } from "../random";
import { isDefined } from "../statistics/estimate";
import { type CeilingComparison, humanCeiling } from "./human-ceiling";

const CLASSES = 4;
const PEOPLE = 12;

/** Items of a seeded crowd: three people of accuracy .65 to .95 and a model per item; hard items are hard for all. */
function sample(items: number, modelAccuracy: number, random: Random) {
  const votes = {
    item: new Int32Array(3 * items),
    annotator: new Int32Array(3 * items),
    label: new Int32Array(3 * items),
  };
  const predicted = new Int32Array(items);
  const answer = (truth: number, accuracy: number) =>
    random() < accuracy ? truth : (truth + 1 + Math.floor(random() * (CLASSES - 1))) % CLASSES;
  for (let i = 0; i < items; i++) {
    const truth = Math.floor(random() * CLASSES);
    const hardness = random() < 0.3 ? 0.3 : 0;
    const first = Math.floor(random() * PEOPLE);
    for (let v = 0; v < 3; v++) {
      const annotator = (first + v * 5) % PEOPLE;
      votes.item[3 * i + v] = i;
      votes.annotator[3 * i + v] = annotator;
      votes.label[3 * i + v] = answer(truth, 0.65 + (0.3 * annotator) / (PEOPLE - 1) - hardness);
    }
    predicted[i] = answer(truth, modelAccuracy - hardness);
  }
  return { table: voteTable(votes, { items, annotators: PEOPLE, classes: CLASSES }), predicted };
}

function ceilingOf(items: number, accuracy: number, seed: number, resamples: number): CeilingComparison {
  const { table, predicted } = sample(items, accuracy, createRandom(seed));
  const ceiling = humanCeiling(table, predicted, { random: createRandom(seed + 1), resamples });
  if ("undefinedBecause" in ceiling) throw new Error(ceiling.undefinedBecause);
  return ceiling;
}

function differenceOf(ceiling: CeilingComparison): number {
  return isDefined(ceiling.difference) ? ceiling.difference.value : Number.NaN;
}

const RUNS = 600;
const lines = [
  "## Human ceiling: interval of D = model - human",
  "",
  `${RUNS} simulated samples per row, 3 votes per item, 12 people of accuracy .65 to .95, 4 classes, 30 % hard items, 500 resamples, BCa.`,
  "The true D is that of one sample of 400,000 items. Monte-Carlo error of a coverage of .95: .009.",
  "",
  "| items | model accuracy | true D | coverage | mean width | as good | worse | cannot tell |",
  "|---|---|---|---|---|---|---|---|",
];
for (const accuracy of [0.75, 0.82, 0.9]) {
  const truth = differenceOf(ceilingOf(400_000, accuracy, 99, 2));
  for (const items of [50, 100, 300]) {
    let [covered, width] = [0, 0];
    const verdicts = { "as good as people": 0, "worse than people": 0, "cannot tell": 0 };
    for (let run = 0; run < RUNS; run++) {
      const ceiling = ceilingOf(items, accuracy, 1000 + 17 * run, 500);
      verdicts[ceiling.verdict]++;
      if (!isDefined(ceiling.difference)) continue;
      const { low = Number.NaN, high = Number.NaN } = ceiling.difference;
      if (low <= truth && truth <= high) covered++;
      width += (high - low) / RUNS;
    }
    const share = (count: number) => (count / RUNS).toFixed(3);
    const counts = [verdicts["as good as people"], verdicts["worse than people"], verdicts["cannot tell"]].map(share);
    lines.push(
      `| ${items} | ${accuracy} | ${truth.toFixed(4)} | ${share(covered)} | ${width.toFixed(3)} | ${counts.join(" | ")} |`,
    );
  }
}
process.stdout.write(`\n${lines.join("\n")}\n`);
