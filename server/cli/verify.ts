import { parseArgs } from "node:util";
import { verifyStore } from "../backup/verify-store";
import type { CliCommand } from "./command";
import { withStore } from "./open-here";

export const verifyCommand: CliCommand = {
  help: `concord verify: checks every invariant of the database and recounts what is kept; exit code 1 if one does not hold

  Environment: CONCORD_DATA, DATABASE_URL
`,
  run(args) {
    parseArgs({ args, options: {} });
    return verify();
  },
};

/** Checks every invariant and recounts what is kept; says what does not hold. */
function verify(): Promise<number> {
  return withStore(async ({ store }) => {
    const checks = await verifyStore(store.read);
    for (const { name, violations } of checks)
      process.stdout.write(
        `${violations === 0 ? "ok  " : "FAIL"} ${name}${violations === 0 ? "" : `: ${violations}`}\n`,
      );
    return checks.every((check) => check.violations === 0) ? 0 : 1;
  });
}
