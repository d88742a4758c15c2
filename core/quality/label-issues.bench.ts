import { createRandom } from "../random";
import { benchRow, medianTime } from "../statistics/bench-row";
import { confidentJoint } from "./confident-joint";
import { labelIssues } from "./label-issues";
import { labelQuality } from "./label-quality";
import { qualityOrder } from "./quality-order";

/** Seeded rows that lean to a true class; 5 % of the given labels are another one. */
function data(items: number, classes: number) {
  const random = createRandom(7);
  const probs = new Float32Array(items * classes);
  const given = new Int32Array(items);
  for (let i = 0; i < items; i++) {
    const truth = Math.floor(random() * classes);
    given[i] = random() < 0.05 ? Math.floor(random() * classes) : truth;
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const value = random() ** 4 + (k === truth ? 2 : 0);
      probs[i * classes + k] = value;
      sum += value;
    }
    for (let k = 0; k < classes; k++) probs[i * classes + k] = (probs[i * classes + k] as number) / sum;
  }
  return { probs, given };
}

for (const [items, classes, goal] of [
  [1_000_000, 10, "<= 340 ms"],
  [50_000, 1_000, "<= 600 ms"],
] as const) {
  const { probs, given } = data(items, classes);
  const ms = medianTime(3, performance.now.bind(performance), () => {
    const joint = confidentJoint(probs, given, classes);
    labelQuality(probs, given, classes);
    labelIssues(probs, given, classes, "prune_by_noise_rate", joint);
  });
  const what = `label quality + confident learning, ${items.toLocaleString("en")} x ${classes}`;
  process.stdout.write(benchRow({ what, value: ms, unit: "ms", goal }));
  if (classes === 10) {
    const quality = labelQuality(probs, given, classes);
    const order = medianTime(3, performance.now.bind(performance), () => void qualityOrder(quality));
    process.stdout.write(benchRow({ what: "rank-mean order, 1,000,000", value: order, unit: "ms", goal: "-" }));
  }
}
