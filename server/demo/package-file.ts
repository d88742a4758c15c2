import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** Packages that ship labeled data; the demo leaves out what is not installed. */
const DATA_PACKAGES = {
  "fashion-mnist": () => require.resolve("fashion-mnist/package.json"),
  sentiment: () => require.resolve("sentiment/package.json"),
  "vader-sentiment": () => require.resolve("vader-sentiment/package.json"),
};

/** The path of a file that an optional package ships, or null where the package is not installed. */
export function packageFile(name: keyof typeof DATA_PACKAGES, ...path: string[]): string | null {
  try {
    const file = join(dirname(DATA_PACKAGES[name]()), ...path);
    return existsSync(file) ? file : null;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") return null;
    throw error;
  }
}
