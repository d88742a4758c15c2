import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { annotatorReports } from "@/core/consensus/annotator-report";
import { chooseMethod } from "@/core/consensus/choose-method";
import { CONSENSUS_METHODS, type ConsensusMethod, fitConsensus } from "@/core/consensus/consensus-method";
import { consensusAccuracy, winnersOf } from "@/core/consensus/posterior";
import { voteTable } from "@/core/consensus/vote-table";
import { writeConsensusCsv } from "@/core/dataset/consensus-csv";
import { parseGoldCsv } from "@/core/dataset/gold-csv";
import type { VotesFile } from "@/core/dataset/votes-csv";
import { type Estimate, isDefined } from "@/core/statistics/estimate";
import { type CliCommand, UsageError } from "./command";
import { parsed, readInput } from "./input-file";
import { readVotes } from "./read-votes";

export const consensusCommand: CliCommand = {
  help: `concord consensus VOTES: one label per item from the answers of several annotators; no server, no database

  concord consensus votes.csv --method dawid-skene --out consensus.csv
  concord consensus votes.csv --method wawa --gold gold.csv --json

  VOTES                .csv item,annotator,label: one answer a row (an empty label is no vote);
                       .jsonl {"item", "annotator", "label"}; .npy (items, annotators) of class indices, NaN for no vote.
                       Of repeated (item, annotator) the last counts
  --method M           majority | wawa | one-coin | dawid-skene | glad; default majority
  --gold FILE          item,label: labels known to be right; adds accuracy (a tie of t labels counts 1/t)
  --out FILE           writes item,label,tied,votes,posterior_<label>...; label is empty where labels are tied
  --json               everything as JSON on standard output: method, items, votes, ties, iterations, converged,
                       logLikelihood, accuracy, labels, annotators: [{annotator, votes, accuracyEstimate, confusion}];
                       confusion is [true][observed] in the order of labels, which is by code point
  --shrinkage L        dawid-skene: votes of the crowd added to each person's confusion; default 3, 0 = maximum likelihood
  --repeats last|all   all: repeated answers of one annotator on one item are measurements that all count; default last
  --compare            all methods side by side: accuracy on gold, log-probability of held-out votes (5 folds)
  --seed N             of the folds; default 1

  accuracyEstimate is agreement-based: a mistake that all share is not seen. Only gold gives accuracy.
  Exit codes: 0 done, 1 no consensus can be computed, 2 usage or unreadable input (with its line)
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        method: { type: "string", default: "majority" },
        gold: { type: "string" },
        out: { type: "string" },
        json: { type: "boolean", default: false },
        shrinkage: { type: "string", default: "3" },
        repeats: { type: "string", default: "last" },
        compare: { type: "boolean", default: false },
        seed: { type: "string", default: "1" },
      },
    });
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new UsageError("Name one file of votes.");
    const method = CONSENSUS_METHODS.find((known) => known === values.method);
    if (method === undefined) throw new UsageError(`There is no method "${values.method}".`);
    if (values.repeats !== "last" && values.repeats !== "all") throw new UsageError("--repeats is last or all.");
    const shrinkage = numberOf("--shrinkage", values.shrinkage);
    const seed = numberOf("--seed", values.seed);
    const votes = readVotes(file);
    const gold = values.gold === undefined ? undefined : goldIndices(votes, readGold(values.gold));
    const options = { method, shrinkage, gold, areRepeatsCounted: values.repeats === "all" };
    return consensus(votes, { ...options, seed, isCompared: values.compare, isJson: values.json, out: values.out });
  },
};

interface Request {
  method: ConsensusMethod;
  shrinkage: number;
  areRepeatsCounted: boolean;
  gold: Int32Array | undefined;
  seed: number;
  isCompared: boolean;
  isJson: boolean;
  out: string | undefined;
}

function consensus(votes: VotesFile, request: Request): number {
  const { method, shrinkage, areRepeatsCounted, gold, seed } = request;
  const { items, annotators, labels } = votes;
  const sizes = { items: items.length, annotators: annotators.length, classes: labels.length };
  const table = voteTable(votes, { ...sizes, areRepeatsCounted });
  progress(
    `${table.label.length} votes of ${annotators.length} annotators on ${items.length} items, ${labels.length} labels`,
  );
  const options = { shrinkage };
  const fit = fitConsensus(table, method, { ...options, report: progressOfIterations() });
  if ("undefinedBecause" in fit) {
    progress(`No consensus by ${method}: ${fit.undefinedBecause}.`);
    if (request.isJson) print({ method, items: items.length, ...fit });
    return 1;
  }
  if (!fit.isConverged) progress(`Not converged after ${fit.iterations} iterations.`);
  const ties = Array.from({ length: items.length }, (_, i) => winnersOf(fit.posterior, i, labels.length).length > 1);
  const known = gold ?? new Int32Array(items.length).fill(-1);
  const comparison = request.isCompared ? chooseMethod(table, { seed, gold: known, consensus: options }) : undefined;
  const result = {
    method,
    items: items.length,
    votes: table.label.length,
    ties: ties.filter(Boolean).length,
    iterations: fit.iterations,
    converged: fit.isConverged,
    logLikelihood: fit.logLikelihood ?? { undefinedBecause: "no model of votes", n: table.label.length },
    ...(gold ? { accuracy: consensusAccuracy(fit.posterior, gold, labels.length) } : {}),
    labels,
    ...(comparison ? { comparison } : {}),
    annotators: annotatorReports(table, fit, known).map(({ annotator, goldAccuracy, ...report }) => ({
      annotator: annotators[annotator],
      ...report,
      ...(gold ? { goldAccuracy } : {}),
    })),
  };
  if (request.out !== undefined) write(request.out, writeConsensusCsv(votes, table, fit.posterior));
  if (request.isJson) print(result);
  else process.stdout.write(summary(result));
  return 0;
}

function readGold(file: string): Map<string, string> {
  return parsed(file, () => parseGoldCsv(readInput(file)));
}

function write(file: string, text: string): void {
  writeFileSync(file, text);
  progress(`Written: ${file}`);
}

function numberOf(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && Number.isFinite(value)))
    throw new UsageError(`${option} is a number from 0 on, not "${text}".`);
  return value;
}

/** Labels that nobody voted for get an index of their own, which no consensus can have: they count as wrong. */
function goldIndices({ items, labels }: VotesFile, gold: Map<string, string>): Int32Array {
  const indices = Int32Array.from(items, (item) => {
    const label = gold.get(item);
    if (label === undefined) return -1;
    const index = labels.indexOf(label);
    return index === -1 ? labels.length : index;
  });
  const used = indices.reduce((sum, index) => sum + (index === -1 ? 0 : 1), 0);
  progress(`${used} items with a gold label; ${gold.size - used} gold labels are of items without votes`);
  return indices;
}

function summary(result: {
  method: string;
  items: number;
  ties: number;
  iterations: number;
  accuracy?: Estimate;
  comparison?: ReturnType<typeof chooseMethod>;
  annotators: { annotator: string | undefined; votes: number; accuracyEstimate: Estimate }[];
}): string {
  const lines = [`${result.method}: ${result.items} items, ${result.ties} tied, ${result.iterations} iterations`];
  if (result.accuracy) lines.push(`accuracy on gold: ${shown(result.accuracy)}`);
  if (result.comparison && "candidates" in result.comparison) {
    lines.push(`preferred by ${result.comparison.by}: ${result.comparison.method}`);
    for (const { method, accuracy, heldOut } of result.comparison.candidates)
      lines.push(`  ${method.padEnd(12)} accuracy ${shown(accuracy)}; held-out log-probability ${shown(heldOut)}`);
  }
  lines.push("annotators, agreement-based share of right answers:");
  for (const { annotator, votes, accuracyEstimate } of result.annotators)
    lines.push(`  ${annotator ?? ""}: ${shown(accuracyEstimate)}, ${votes} votes`);
  return `${lines.join("\n")}\n`;
}

function shown(estimate: Estimate): string {
  if (!isDefined(estimate)) return `undefined (${estimate.undefinedBecause})`;
  const { value, low, high } = estimate;
  const interval = low === undefined || high === undefined ? "" : ` [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  return `${value.toFixed(3)}${interval}`;
}

function print(result: unknown): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** At most one line every half second. */
function progressOfIterations() {
  let said = performance.now();
  return (iteration: number, logLikelihood: number) => {
    if (performance.now() - said < 500) return;
    said = performance.now();
    progress(`iteration ${iteration}: log-likelihood ${logLikelihood.toFixed(2)}`);
  };
}
