import { createRandom, type Random } from "../random";
import { isDefined } from "../statistics/estimate";
import { anchoring } from "./anchoring";
import type { Judgements } from "./anchoring-sample";

/** Two phases as in a queue: the hard items first with half of the pairs blind, the easy ones later with a fifth. */
interface Crowd {
  items: number;
  people: number;
  answersPerItem: number;
  /** Chance to take over a suggestion that is shown and would not have been the own answer. */
  pull: number;
}

const BLIND_ITEMS = 0.15;

function judgementsOf({ items, people, answersPerItem, pull }: Crowd, random: Random): Judgements {
  const n = items * answersPerItem;
  const whole = () => new Int32Array(n);
  const data: Judgements = {
    item: whole(),
    annotator: whole(),
    stratum: whole(),
    suggestion: whole(),
    answer: whole(),
    reference: whole(),
    isAssisted: new Uint8Array(n),
    armProbability: new Float64Array(n),
    activeSeconds: new Float64Array(n),
  };
  // fewer than ten people are not resampled: the interval is for these people, who stay the same
  const habit = people < 10 ? createRandom(3) : random;
  const habits = Float64Array.from({ length: people }, () => (habit() - 0.5) * 0.2);
  for (let i = 0; i < items; i++) {
    const isHard = i < items / 2;
    const blindShare = isHard ? 0.5 : 0.2;
    const truth = Math.floor(random() * 3);
    const suggestion = random() < (isHard ? 0.6 : 0.9) ? truth : (truth + 1) % 3;
    // an item is easier or harder for everybody: judgements of one item depend on each other
    const ease = (isHard ? 0.65 : 0.9) + (random() - 0.5) * 0.2;
    const isBlindForAll = random() < BLIND_ITEMS;
    const first = Math.floor(random() * people);
    for (let v = 0; v < answersPerItem; v++) {
      const row = i * answersPerItem + v;
      const annotator = (first + v) % people;
      const isBlind = isBlindForAll || random() < blindShare;
      const blind = BLIND_ITEMS + (1 - BLIND_ITEMS) * blindShare;
      const own = random() < ease + (habits[annotator] as number) ? truth : (truth + 1 + Math.floor(random() * 2)) % 3;
      data.item[row] = i;
      data.annotator[row] = annotator;
      // the confidence bin knows the phase only in part
      data.stratum[row] = 2 * suggestion + (random() < 0.7 === isHard ? 0 : 1);
      data.suggestion[row] = suggestion;
      data.answer[row] = !isBlind && random() < pull ? suggestion : own;
      data.reference[row] = truth;
      data.isAssisted[row] = isBlind ? 0 : 1;
      data.armProbability[row] = isBlind ? blind : 1 - blind;
      data.activeSeconds[row] = (isBlind ? 4 : 3) + random() * 4;
    }
  }
  return data;
}

const EFFECTS = ["pull", "netAccuracy", "secondsSaved"] as const;
const RUNS = 300;

function truths(crowd: Crowd): Record<string, number> {
  const data = judgementsOf(
    { ...crowd, items: 400_000, people: crowd.people < 10 ? crowd.people : 5000 },
    createRandom(77),
  );
  const result = anchoring(data, { random: createRandom(1), resamples: 1 });
  return Object.fromEntries(
    EFFECTS.map((name) => [name, isDefined(result[name].estimate) ? result[name].estimate.value : Number.NaN]),
  );
}

const lines = [
  "## Anchoring: intervals of the effects of a shown suggestion",
  "",
  `${RUNS} simulated queues per row, 2 answers per item, 15 % of the items blind for everybody, then 50 % of the pairs of hard and 20 % of`,
  "easy items; 400 resamples, over items, with 10 or more people over items and people. Monte-Carlo error of a coverage of .95: .013.",
  "The true effects are those of 400,000 items, weighted by 1 / arm probability. Fewer than ten people are the same in every queue,",
  "twelve are drawn anew. `unweighted`: the mean of the plain difference between the arms, with neither weights nor strata.",
  "",
  "| items | people | pull | true A | coverage A | mean width A | coverage accuracy | coverage seconds | said to be an effect | unweighted A |",
  "|---|---|---|---|---|---|---|---|---|---|",
];
for (const crowd of [
  { items: 200, people: 5, pull: 0 },
  { items: 200, people: 5, pull: 0.3 },
  { items: 600, people: 5, pull: 0.3 },
  { items: 600, people: 12, pull: 0 },
  { items: 600, people: 12, pull: 0.3 },
].map((each) => ({ ...each, answersPerItem: 2 }))) {
  const truth = truths(crowd);
  const covered = { pull: 0, netAccuracy: 0, secondsSaved: 0 };
  let [width, telling, unweighted] = [0, 0, 0];
  for (let run = 0; run < RUNS; run++) {
    const data = judgementsOf(crowd, createRandom(500 + 13 * run));
    const result = anchoring(data, { random: createRandom(run), resamples: 400 });
    for (const name of EFFECTS) {
      const { estimate } = result[name];
      if (!isDefined(estimate)) continue;
      const { low = Number.NaN, high = Number.NaN } = estimate;
      if (low <= (truth[name] as number) && (truth[name] as number) <= high) covered[name]++;
      if (name === "pull") width += (high - low) / RUNS;
    }
    if (result.pull.isTelling) telling++;
    unweighted += plainDifference(data) / RUNS;
  }
  const share = (count: number) => (count / RUNS).toFixed(3);
  const { items, people, pull } = crowd;
  lines.push(
    `| ${items} | ${people} | ${pull} | ${(truth.pull as number).toFixed(3)} | ${share(covered.pull)} | ${width.toFixed(3)} | ${share(covered.netAccuracy)} | ${share(covered.secondsSaved)} | ${share(telling)} | ${unweighted.toFixed(3)} |`,
  );
}
process.stdout.write(`\n${lines.join("\n")}\n`);

/** Acceptance assisted - blind with neither weights nor strata. */
function plainDifference({ answer, suggestion, isAssisted }: Judgements): number {
  const [n, equal] = [
    [0, 0],
    [0, 0],
  ];
  answer.forEach((label, row) => {
    const arm = isAssisted[row] as number;
    n[arm] = (n[arm] as number) + 1;
    if (label === suggestion[row]) equal[arm] = (equal[arm] as number) + 1;
  });
  return (equal[1] as number) / (n[1] as number) - (equal[0] as number) / (n[0] as number);
}
