import { parseArgs } from "node:util";
import { addUser } from "./add-user";
import { backup } from "./backup";
import { demo } from "./demo";
import { serve } from "./serve";
import { verify } from "./verify";

const HELP = `concord: labeling and review for machine-learning teams

  concord serve                      start the server on the data directory
  concord demo [--reset]             make the demo, if it is not there yet, and start it
  concord backup FILE                a verified copy of the database as one file
  concord verify                     check the database's invariants and counters
  concord user add --email E --name N [--admin]
                                     add an account; its password is read from standard input

  Environment: CONCORD_DATA, DATABASE_URL, CONCORD_URL, HOST, PORT (see .env.example)
  Exit codes: 0 done, 1 failed or refused, 2 usage
`;

class Usage extends Error {}

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      help: { type: "boolean", short: "h" },
      reset: { type: "boolean" },
      email: { type: "string" },
      name: { type: "string" },
      admin: { type: "boolean" },
    },
  });
  const [command, ...rest] = positionals;
  if (values.help || command === undefined || command === "help") {
    process.stdout.write(HELP);
    return 0;
  }
  if (command === "serve") return serve();
  if (command === "demo") return demo({ isReset: values.reset ?? false });
  if (command === "verify") return verify();
  if (command === "backup" && rest[0]) return backup(rest[0]);
  if (command === "user" && rest[0] === "add" && values.email && values.name)
    return addUser({ email: values.email, name: values.name, isAdmin: values.admin ?? false });
  throw new Usage(`Unknown or incomplete command: ${positionals.join(" ")}`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isUsage =
    error instanceof Usage ||
    (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"));
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${isUsage ? `\n${HELP}` : ""}`);
  process.exitCode = isUsage ? 2 : 1;
}
