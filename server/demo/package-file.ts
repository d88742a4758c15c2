import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "@/db/migrate";

/** The path of a file that an optional package ships, or null where the package is not installed. */
export function packageFile(name: string, ...path: string[]): string | null {
  const file = join(packageRoot(), "node_modules", name, ...path);
  return existsSync(file) ? file : null;
}
