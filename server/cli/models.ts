import { parseArgs } from "node:util";
import { modelByName } from "@/db/queries/models";
import { projectIdBySlug } from "@/db/queries/projects";
import { checkParity, type ParityReport } from "../prediction/check-parity";
import { OnnxFailure } from "../prediction/run-onnx";
import { type CliCommand, UsageError } from "./command";
import { withStore } from "./open-here";

export const modelsCommand: CliCommand = {
  help: `concord models check: compares predictions that browsers stored with onnxruntime-node, on a sample

  concord models check --project my-project --model my-model

  --project SLUG       the project, as its address names it
  --model NAME         the newest version of the model
  --sample N           how many items; default 64
  --seed N             of the sample; default 1
  --max-seconds N      for each model file; default 120. The model runs in a process of its own, which is stopped then
  --max-mib N          memory of that process; default 2048
  --json               the report as JSON on standard output

  onnxruntime-node is large and no part of Concord: npm install --no-save onnxruntime-node@1.30.0 in Concord's folder.
  Exit codes: 0 the same, 1 they differ, or the check could not be made, 2 usage
  Environment: CONCORD_DATA, DATABASE_URL
`,
  run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        project: { type: "string" },
        model: { type: "string" },
        sample: { type: "string", default: "64" },
        seed: { type: "string", default: "1" },
        "max-seconds": { type: "string", default: "120" },
        "max-mib": { type: "string", default: "2048" },
        json: { type: "boolean", default: false },
      },
    });
    if (positionals.join(" ") !== "check") throw new UsageError("The command is: concord models check.");
    const { project, model } = values;
    if (project === undefined || model === undefined) throw new UsageError("Name --project and --model.");
    return check({
      project,
      model,
      sample: wholeNumber("--sample", values.sample),
      seed: wholeNumber("--seed", values.seed),
      maxMs: 1000 * wholeNumber("--max-seconds", values["max-seconds"]),
      maxBytes: 1024 ** 2 * wholeNumber("--max-mib", values["max-mib"]),
      isJson: values.json,
    });
  },
};

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new UsageError(`${name} is a whole number from 1.`);
  return value;
}

interface Wanted {
  project: string;
  model: string;
  sample: number;
  seed: number;
  maxMs: number;
  maxBytes: number;
  isJson: boolean;
}

function check({ project, model, sample, seed, maxMs, maxBytes, isJson }: Wanted): Promise<number> {
  return withStore(async ({ store, data }) => {
    const projectId = await projectIdBySlug(store.read, project);
    if (!projectId) throw new Error(`There is no project "${project}".`);
    const found = await modelByName(store.read, { projectId, name: model });
    if (!found) throw new Error(`The project has no model "${model}".`);
    try {
      const report = await checkParity(
        { store, data, now: Date.now(), actor: { email: "command line" } },
        { projectId, modelId: found.id, sample, seed },
        { maxMs, maxBytes },
      );
      process.stdout.write(isJson ? `${JSON.stringify(jsonOf(report))}\n` : textOf(report));
      return report.differing === 0 ? 0 : 1;
    } catch (error) {
      if (!(error instanceof OnnxFailure && error.code === "not-installed")) throw error;
      process.stderr.write(
        "onnxruntime-node is not installed here. In Concord's folder: npm install --no-save onnxruntime-node@1.30.0\n",
      );
      return 1;
    }
  });
}

const jsonOf = ({ checkedAt, ...report }: ParityReport) => ({
  ...report,
  checkedAt: new Date(checkedAt).toISOString(),
});

function textOf(report: ParityReport): string {
  const { items, sameTopLabel, largestDifference, tolerance, differing, providers, runtimeVersions } = report;
  const others = Object.entries(report.notCompared).map(([format, n]) => `${n} ${format}`);
  return `items compared        ${items}
same top label        ${sameTopLabel} (${((100 * sameTopLabel) / items).toFixed(1)} %)
largest difference    ${largestDifference.toPrecision(2)}${tolerance === null ? "" : ` (up to ${tolerance} counts as equal)`}
differing items       ${differing}
${others.length > 0 ? `not compared          ${others.join(", ")}: the server decodes WAV recordings alone\n` : ""}browsers              ${providers.join(", ")}, onnxruntime-web ${runtimeVersions.join(", ")}
reference             onnxruntime-node ${report.referenceVersion}
date                  ${new Date(report.checkedAt).toISOString()}
`;
}
