import { parseArgs } from "node:util";
import type { Distance } from "@/core/agreement/distance";
import { type VotesAgreement, votesAgreement } from "@/core/agreement/votes-agreement";
import type { VotesFile } from "@/core/dataset/votes-csv";
import { type Estimate, isDefined } from "@/core/statistics/estimate";
import { type CliCommand, InputError, UsageError } from "./command";
import { readVotes } from "./read-votes";

const MOST_LABELS_SHOWN = 50;
const METRICS = ["nominal", "ordinal", "interval", "ratio"] as const;

export const agreementCommand: CliCommand = {
  help: `concord agreement VOTES: how far annotators agree, beyond chance, with intervals; no server, no database

  concord agreement votes.csv
  concord agreement votes.csv --metric ordinal --order low,medium,high --pairs --json

  VOTES                .csv item,annotator,label: one answer a row (other columns are ignored; an empty label is no vote);
                       .jsonl {"item", "annotator", "label"}; .npy (items, annotators) of class indices, NaN for no vote.
                       Of repeated (item, annotator) the last counts
  --metric M           distance of Krippendorff's alpha: nominal | ordinal | interval | ratio; default nominal
  --order A,B,...      ordinal: all labels from low to high; default by number where all are numbers, else by code point
  --bootstrap N        resamples of the 95 % intervals (BCa over vote patterns); default 1000, 0 for none
  --seed N             of the resampling; default 1
  --pairs              agreement of every two annotators
  --json               everything as JSON on standard output: items, pairableItems, singleVoteItems, annotators, votes, labels
                       (by code point), metric, percentAgreement, krippendorffAlpha, fleissKappa, gwetAc1, brennanPrediger,
                       perLabel: [{label, votes, specificAgreement, alpha}], warnings: [{code, text}]; with --pairs pairs:
                       [{first, second, sharedItems, agreement, kappa}]. An estimate is {value, low?, high?, n, method} or
                       {undefinedBecause, n}

  The interval is about new items with these annotators. Below 50 items with two votes there is none.
  Exit codes: 0 done, 1 failed, 2 usage or unreadable input (with its line)
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        metric: { type: "string", default: "nominal" },
        order: { type: "string" },
        bootstrap: { type: "string", default: "1000" },
        seed: { type: "string", default: "1" },
        pairs: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new UsageError("Name one file of votes.");
    const metric = METRICS.find((known) => known === values.metric);
    if (metric === undefined) throw new UsageError(`There is no metric "${values.metric}".`);
    if (values.order !== undefined && metric !== "ordinal") throw new UsageError("--order is for --metric ordinal.");
    const resamples = wholeNumber("--bootstrap", values.bootstrap, 100_000);
    const seed = wholeNumber("--seed", values.seed, 2 ** 32 - 1);
    say(`Reading ${file}`);
    const votes = readVotes(file);
    say(
      `${votes.item.length} votes, ${votes.items.length} items, ${votes.annotators.length} annotators, ${votes.labels.length} labels`,
    );
    const scale = scaleOf(file, votes, metric, values.order?.split(","));
    if (resamples > 0) say(`Measuring, ${resamples} resamples`);
    const result = votesAgreement(votes, {
      labelNames: votes.labels,
      distance: metric,
      ...scale,
      resamples,
      seed,
      hasPairs: values.pairs,
    });
    process.stdout.write(
      values.json ? `${JSON.stringify(jsonOf(votes, metric, result))}\n` : summary(votes, metric, result),
    );
    return 0;
  },
};

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function wholeNumber(option: string, text: string, largest: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= largest)) throw new UsageError(`${option} is a whole number from 0 to ${largest}.`);
  return value;
}

/** What the metric needs to know of the labels: their order, or their values. */
function scaleOf(
  file: string,
  { labels, items, annotators, item, annotator, label }: VotesFile,
  metric: Distance,
  order?: string[],
) {
  if (metric === "nominal") return {};
  if (order) {
    const unknown = labels.find((name) => !order.includes(name));
    if (unknown !== undefined)
      throw new InputError(`${file}: the label "${unknown}" is not in --order ${order.join(",")}.`);
    return { values: labels.map((name) => order.indexOf(name)) };
  }
  const numbers = labels.map((name) =>
    /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(name) ? Number(name) : Number.NaN,
  );
  const bad = numbers.findIndex((value) => Number.isNaN(value) || (metric === "ratio" && value < 0));
  if (bad < 0) return { values: numbers };
  if (metric === "ordinal") return {};
  const vote = label.indexOf(bad);
  const who = `item ${items[item[vote] as number]}, annotator ${annotators[annotator[vote] as number]}`;
  const wanted = metric === "ratio" ? "a number of at least 0, which ratio needs" : "a number, which interval needs";
  throw new InputError(`${file}: ${who}: the label "${labels[bad]}" is not ${wanted}.`);
}

function jsonOf(votes: VotesFile, metric: Distance, result: VotesAgreement) {
  const { labels, annotators } = votes;
  return {
    items: result.items,
    pairableItems: result.pairableItems,
    singleVoteItems: result.singles,
    annotators: annotators.length,
    votes: result.votes,
    labels,
    metric,
    percentAgreement: result.percent,
    krippendorffAlpha: result.alpha,
    fleissKappa: result.fleiss,
    gwetAc1: result.ac1,
    brennanPrediger: result.brennanPrediger,
    perLabel: result.perLabel.map((row) => ({ ...row, label: labels[row.label] })),
    warnings: result.warnings,
    ...(result.pairs
      ? {
          pairs: result.pairs.map((pair) => ({
            ...pair,
            first: annotators[pair.first],
            second: annotators[pair.second],
          })),
        }
      : {}),
  };
}

function summary(votes: VotesFile, metric: Distance, result: VotesAgreement): string {
  const lines = [
    `${result.votes} votes of ${votes.annotators.length} annotators on ${result.items} items, ${result.pairableItems} of them with two or more`,
    `Krippendorff alpha, ${metric}`.padEnd(30) + shown(result.alpha),
    "Percent agreement".padEnd(30) + shown(result.percent),
    "Fleiss kappa".padEnd(30) + shown(result.fleiss),
    "Gwet AC1".padEnd(30) + shown(result.ac1),
    "Brennan-Prediger".padEnd(30) + shown(result.brennanPrediger),
    "",
    "Label: votes, specific agreement, alpha",
    ...result.perLabel
      .slice(0, MOST_LABELS_SHOWN)
      .map(
        ({ label, votes: count, specificAgreement, alpha }) =>
          `  ${votes.labels[label]}: ${count}, ${shown(specificAgreement)}, ${shown(alpha)}`,
      ),
    ...(result.perLabel.length > MOST_LABELS_SHOWN
      ? [`  and ${result.perLabel.length - MOST_LABELS_SHOWN} more (--json)`]
      : []),
    ...(result.pairs ? ["", "Annotators: shared items, agreement, Cohen kappa"] : []),
    ...(result.pairs ?? []).map(
      ({ first, second, sharedItems, agreement, kappa }) =>
        `  ${votes.annotators[first]} and ${votes.annotators[second]}: ${sharedItems}, ${shown(agreement)}, ${shown(kappa)}`,
    ),
    ...result.warnings.map(({ text }) => `Note: ${text}`),
  ];
  return `${lines.join("\n")}\n`;
}

function shown(estimate: Estimate): string {
  if (!isDefined(estimate)) return `undefined: ${estimate.undefinedBecause}`;
  const { value, low, high } = estimate;
  return low === undefined || high === undefined
    ? value.toFixed(4)
    : `${value.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`;
}
