import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { csvCell } from "@/core/dataset/csv-writer";
import { argmax } from "@/core/prediction/probabilities";
import { qualityOrder } from "@/core/quality/quality-order";
import { type ScoreReport, scoreReport } from "@/core/quality/score-report";
import { type CliCommand, InputError, UsageError } from "./command";
import { type GivenLabels, type Predictions, readClassNames, readGivenLabels, readPredictions } from "./score-input";

export const scoreCommand: CliCommand = {
  help: `concord score: which given labels are probably wrong, from out-of-sample predictions; no server, no database

  concord score --labels labels.npy --probs pred_probs.npy --out scores.csv
  concord score --labels labels.csv --probs predictions.jsonl --json

  --labels FILE        one given label per item: .npy (class index, or names), .csv (column label, optional id) or .jsonl
                       ({"id", "label"}); -1 or an empty cell: no given label
  --probs FILE         one row of probabilities per item, in the same order: .npy (N, K) of f2, f4 or f8, .csv (columns
                       prob_<label>, or all but id) or .jsonl ({"id", "probs": [...]}). They must be out-of-sample: a model
                       that trained on an item hides that item's label error
  --classes FILE       label names in column order, one a line; for labels that are names
  --sum-tolerance T    how far a row may sum from 1; default 0.01. Each row is divided by its sum
  --out FILE           writes item (or id), given, predicted, self_confidence, normalized_margin, confidence_weighted_entropy,
                       entropy_nats, rank (1 = most suspicious), suspected
  --json               everything as JSON on standard output: n, classes, labels, thresholds (null: a class without items),
                       confidentJoint and calibratedJoint [given][true], noiseRate, issues: {pruneByNoiseRate, pruneByClass,
                       both, confidentLearning, predictedNeqGiven}: {count, indices (rows from 0), maskSha256 (of one byte
                       per row of the file, 0 or 1)}

  Low scores are suspicious. "Suspected" is not "wrong": half or more of the suspected labels can be right.
  Exit codes: 0 done, 1 failed, 2 usage or unreadable input (with its row or line)
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        labels: { type: "string" },
        probs: { type: "string" },
        classes: { type: "string" },
        "sum-tolerance": { type: "string", default: "0.01" },
        out: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    if (positionals.length > 0)
      throw new UsageError(`What is "${positionals[0]}"? Files are named by --labels and --probs.`);
    if (values.labels === undefined || values.probs === undefined) throw new UsageError("Name --labels and --probs.");
    const tolerance = Number(values["sum-tolerance"]);
    if (!(tolerance > 0 && tolerance < 1)) throw new UsageError("--sum-tolerance is a number between 0 and 1.");
    return score({ ...values, labels: values.labels, probs: values.probs, tolerance });
  },
};

function score({
  labels: labelFile,
  probs,
  classes: classFile,
  tolerance,
  out,
  json,
}: {
  labels: string;
  probs: string;
  classes?: string | undefined;
  tolerance: number;
  out?: string | undefined;
  json: boolean;
}): number {
  const named = classFile === undefined ? undefined : readClassNames(classFile);
  say(`Reading ${probs}`);
  const predictions = readPredictions(probs, tolerance);
  const { rows, classes } = predictions;
  const names = named ?? predictions.names;
  if (names && names.length !== classes)
    throw new InputError(`${classFile}: ${names.length} names for ${classes} columns of ${probs}.`);
  const found =
    predictions.sumsOff > 0
      ? `; ${predictions.sumsOff} sums off by more than 1e-6, at most ${predictions.largestSumError.toPrecision(2)}`
      : "";
  say(
    `${rows} rows of ${classes} probabilities${found}${predictions.clamped > 0 ? `; ${predictions.clamped} values clamped` : ""}`,
  );
  say(`Reading ${labelFile}`);
  const labels = readGivenLabels(labelFile, classes, names);
  checkRows(labelFile, labels, predictions);
  const kept = withLabel(labels.given);
  if (kept.length === 0) throw new InputError(`${labelFile}: no row has a given label.`);
  if (kept.length < rows) say(`${rows - kept.length} rows have no given label and are left out`);
  const [chosen, given] = keepRows(predictions, labels.given, kept);
  say("Scoring and confident learning");
  const report = scoreReport(chosen, given, classes);
  say(`${report.issues.pruneByNoiseRate.length} labels suspected`);
  if (out !== undefined) {
    say(`Writing ${out}`);
    writeScores(out, { report, given, probs: chosen, kept, classes, names, ids: predictions.ids ?? labels.ids });
  }
  process.stdout.write(
    json ? `${JSON.stringify(jsonOf(report, { kept, rows, names }))}\n` : summary(report, kept.length),
  );
  return 0;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function checkRows(labelFile: string, { given, ids }: GivenLabels, predictions: Predictions): void {
  const { file, rows, classes } = predictions;
  if (given.length !== rows) {
    const hint = given.length === classes ? " It looks transposed." : "";
    throw new InputError(`${labelFile} has ${given.length} labels, ${file} has ${rows} rows.${hint}`);
  }
  const at = ids && predictions.ids ? ids.findIndex((id, row) => id !== predictions.ids?.[row]) : -1;
  if (at >= 0)
    throw new InputError(
      `Row ${at} is "${ids?.[at]}" in ${labelFile} and "${predictions.ids?.[at]}" in ${file}: bring them in the same order.`,
    );
}

/** Rows that have a given label. */
function withLabel(given: Int32Array): Int32Array {
  return Int32Array.from(given.keys()).filter((row) => (given[row] as number) >= 0);
}

/** The rows that are scored, moved together in place where some are left out. */
function keepRows(
  { values, rows, classes }: Predictions,
  given: Int32Array,
  kept: Int32Array,
): [Float64Array, Int32Array] {
  if (kept.length === rows) return [values, given];
  kept.forEach((row, k) => {
    values.copyWithin(k * classes, row * classes, (row + 1) * classes);
  });
  return [values.subarray(0, kept.length * classes), kept.map((row) => given[row] as number)];
}

function jsonOf(
  report: ScoreReport,
  { kept, rows, names }: { kept: Int32Array; rows: number; names: string[] | undefined },
) {
  const { joint, noiseRate, issues } = report;
  const { classes, givenCounts } = joint;
  const matrix = (cells: Float64Array) =>
    Array.from({ length: classes }, (_, a) => [...cells.subarray(a * classes, (a + 1) * classes)]);
  return {
    n: kept.length,
    ...(kept.length < rows ? { withoutGivenLabel: rows - kept.length } : {}),
    classes,
    ...(names ? { labels: names } : {}),
    thresholds: Array.from(joint.thresholds, (threshold, k) => (givenCounts[k] === 0 ? null : threshold)),
    confidentJoint: matrix(joint.raw),
    calibratedJoint: matrix(joint.calibrated),
    noiseRate,
    issues: Object.fromEntries(
      Object.entries(issues).map(([filter, found]) => {
        const mask = new Uint8Array(rows);
        const indices = Array.from(found, (item) => kept[item] as number);
        for (const row of indices) mask[row] = 1;
        const maskSha256 = createHash("sha256").update(mask).digest("hex");
        return [filter, { count: indices.length, indices, maskSha256 }];
      }),
    ),
  };
}

function summary({ noiseRate, issues }: ScoreReport, items: number): string {
  const rate = "value" in noiseRate ? `${(100 * noiseRate.value).toPrecision(3)} %` : noiseRate.undefinedBecause;
  const lines = Object.entries(issues).map(([filter, found]) => `  ${filter.padEnd(20)} ${found.length}`);
  return `${items} items; estimated share of label errors (model-based): ${rate}
Suspected labels by filter:
${lines.join("\n")}
`;
}

interface Scored {
  report: ScoreReport;
  given: Int32Array;
  probs: Float64Array;
  kept: Int32Array;
  classes: number;
  names: string[] | undefined;
  ids: string[] | undefined;
}

function writeScores(file: string, { report, given, probs, kept, classes, names, ids }: Scored): void {
  const { order } = qualityOrder(report);
  const rank = new Int32Array(order.length);
  order.forEach((item, place) => {
    rank[item] = place + 1;
  });
  const suspected = new Set(report.issues.pruneByNoiseRate);
  const name = (label: number) => csvCell(names?.[label] ?? label, "machine");
  const handle = openOutput(file);
  try {
    let text = `${ids ? "id" : "item"},given,predicted,self_confidence,normalized_margin,confidence_weighted_entropy,entropy_nats,rank,suspected\n`;
    for (let k = 0; k < given.length; k++) {
      const row = kept[k] as number;
      text += `${ids ? csvCell(ids[row] ?? "", "machine") : row},${name(given[k] as number)},${name(argmax(probs.subarray(k * classes, (k + 1) * classes)))},${report.selfConfidence[k]},${report.normalizedMargin[k]},${report.confidenceWeightedEntropies[k]},${report.entropiesNats[k]},${rank[k]},${suspected.has(k) ? 1 : 0}\n`;
      if (text.length < 1 << 20) continue;
      writeSync(handle, text);
      text = "";
    }
    writeSync(handle, text);
  } finally {
    closeSync(handle);
  }
}

function openOutput(file: string): number {
  try {
    return openSync(file, "w");
  } catch (error) {
    throw new Error(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
