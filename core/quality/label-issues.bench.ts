import { entropies } from "../prediction/entropies";
import { createRandom } from "../random";
import { benchRow } from "../statistics/bench-row";
import { inWorker, measureWork } from "../statistics/fixtures/worker-bench";
import { confidentJoint } from "./confident-joint";
import { labelIssues } from "./label-issues";
import { confidenceWeightedEntropies, labelQuality } from "./label-quality";
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

function bench(): string {
  let rows = "";
  for (const { items, classes, goal, recordedMs, recordedMegabytes } of [
    { items: 1_000_000, classes: 10, goal: 340, recordedMs: 2_700, recordedMegabytes: 236 },
    { items: 50_000, classes: 1_000, goal: 600, recordedMs: 1_400, recordedMegabytes: 698 },
  ]) {
    const { probs, given } = data(items, classes);
    let suspected = 0;
    const all = measureWork(5, () => {
      const joint = confidentJoint(probs, given, classes);
      const { selfConfidence } = labelQuality(probs, given, classes);
      confidenceWeightedEntropies(selfConfidence, entropies(probs, classes), classes);
      suspected = labelIssues(probs, given, classes, "prune_by_noise_rate", joint).length;
    });
    const size = `${items.toLocaleString("en")} x ${classes}`;
    const what = `3 scores + joint + ${suspected} issues, ${size}`;
    rows += benchRow({ what, value: all.cpuMs, unit: "ms CPU", goal: `<= ${goal} ms` });
    rows += benchRow({ what: "  first run", value: all.firstCpuMs, unit: "ms CPU", goal: "-" });
    rows += benchRow({
      what: "  ratio to cleanlab 2.9.0 (recorded elsewhere)",
      value: recordedMs / all.cpuMs,
      unit: "x",
      goal: classes === 10 ? ">= 8x" : ">= 2x",
    });
    rows += benchRow({
      what: "  peak memory beyond the inputs",
      value: all.peakMegabytes,
      unit: "MB",
      goal: `<= ${Math.round(recordedMegabytes / 3)} MB (a third of ${recordedMegabytes}, recorded elsewhere)`,
    });
    for (const [part, work] of [
      ["joint", () => void confidentJoint(probs, given, classes)],
      ["self-confidence and margin", () => void labelQuality(probs, given, classes)],
      ["entropies", () => void entropies(probs, classes)],
    ] as const)
      rows += benchRow({ what: `  of it ${part}`, value: measureWork(3, work).cpuMs, unit: "ms CPU", goal: "-" });
    if (classes === 10) {
      const quality = labelQuality(probs, given, classes);
      const order = measureWork(3, () => void qualityOrder(quality));
      rows += benchRow({ what: "rank-mean order, 1,000,000", value: order.cpuMs, unit: "ms CPU", goal: "-" });
    }
  }
  return rows;
}

inWorker(import.meta.url, bench);
