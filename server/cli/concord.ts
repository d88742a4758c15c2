import { DatasetFileError } from "@/core/dataset/dataset-problem";
import { type CliCommand, InputError, UsageError } from "./command";

interface Entry {
  usage: string;
  summary: string;
  load(): Promise<CliCommand>;
}

/** In the order of the help. */
const COMMANDS: Readonly<Record<string, Entry>> = {
  serve: {
    usage: "serve",
    summary: "start the server on the data directory",
    load: async () => (await import("./serve")).serveCommand,
  },
  demo: {
    usage: "demo [--reset]",
    summary: "make the demo, if it is not there yet, and start it",
    load: async () => (await import("./demo")).demoCommand,
  },
  backup: {
    usage: "backup FILE",
    summary: "a verified copy of the database as one file",
    load: async () => (await import("./backup")).backupCommand,
  },
  verify: {
    usage: "verify",
    summary: "check the database's invariants and counters",
    load: async () => (await import("./verify")).verifyCommand,
  },
  user: {
    usage: "user add --email E --name N [--admin]",
    summary: "add an account; its password is read from standard input",
    load: async () => (await import("./add-user")).userCommand,
  },
  models: {
    usage: "models check --project P --model M [--sample 64] [--json]",
    summary: "compare what browsers predicted with onnxruntime-node",
    load: async () => (await import("./models")).modelsCommand,
  },
  score: {
    usage: "score --labels labels.npy --probs pred_probs.npy [--out scores.csv] [--json]",
    summary: "label quality and suspected label errors of files, without a server",
    load: async () => (await import("./score")).scoreCommand,
  },
  agreement: {
    usage: "agreement votes.csv [--metric nominal|ordinal|interval|ratio] [--pairs] [--json]",
    summary: "agreement of annotators, with intervals, without a server",
    load: async () => (await import("./agreement")).agreementCommand,
  },
  consensus: {
    usage:
      "consensus votes.csv [--method majority|wawa|one-coin|dawid-skene|glad] [--gold gold.csv]\n                    [--out consensus.csv] [--json]",
    summary: "one label per item from several answers, without a server",
    load: async () => (await import("./consensus")).consensusCommand,
  },
};

function overview(): string {
  const width = 38;
  const lines = Object.values(COMMANDS).map(({ usage, summary }) =>
    usage.length < width
      ? `  concord ${usage.padEnd(width)} ${summary}`
      : `  concord ${usage}\n${" ".repeat(width + 11)}${summary}`,
  );
  return `concord: labeling and review for machine-learning teams

${lines.join("\n")}

  concord <command> --help says everything about one command.
  Environment: CONCORD_DATA, DATABASE_URL, CONCORD_URL, HOST, PORT (see .env.example)
  Exit codes: 0 done, 1 failed or refused, 2 usage or unreadable input, 3 import finished with rejected rows
`;
}

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    process.stdout.write(overview());
    return 0;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) {
    process.stderr.write(`There is no command "${name}".\n\n${overview()}`);
    return 2;
  }
  const command = await entry.load();
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(command.help);
    return 0;
  }
  try {
    return await command.run(args);
  } catch (error) {
    return report(error, command.help);
  }
}

function report(error: unknown, help: string): number {
  const message = error instanceof Error ? error.message : String(error);
  const isUsage =
    error instanceof UsageError ||
    (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
  process.stderr.write(`${message}\n${isUsage ? `\n${help}` : ""}`);
  return isUsage || error instanceof InputError || error instanceof DatasetFileError ? 2 : 1;
}

process.exitCode = await main(process.argv.slice(2));
