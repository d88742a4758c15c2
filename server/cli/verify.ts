import { verifyStore } from "../backup/verify-store";
import { withStore } from "./open-here";

/** Checks every invariant and recounts what is kept; says what does not hold. */
export function verify(): Promise<number> {
  return withStore(async ({ store }) => {
    const checks = await verifyStore(store.read);
    for (const { name, violations } of checks)
      process.stdout.write(
        `${violations === 0 ? "ok  " : "FAIL"} ${name}${violations === 0 ? "" : `: ${violations}`}\n`,
      );
    return checks.every((check) => check.violations === 0) ? 0 : 1;
  });
}
