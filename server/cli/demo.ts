import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { createDemo, deleteDemo, isDemoComplete } from "../demo/create-demo";
import type { CliCommand } from "./command";
import { serve } from "./serve";

export const demoCommand: CliCommand = {
  help: `concord demo: makes the demo in a folder of its own, once, and starts it

  --reset   delete the demo first and make it anew

  Environment: CONCORD_DATA (default data-demo), CONCORD_URL, HOST, PORT
`,
  run(args) {
    const { values } = parseArgs({ args, options: { reset: { type: "boolean" } } });
    return demo({ isReset: values.reset ?? false });
  },
};

/** Makes the demo in a folder of its own, once, and starts it. */
async function demo({ isReset }: { isReset: boolean }): Promise<number> {
  const folder = resolve(process.env.CONCORD_DATA ?? "data-demo");
  const started = performance.now();
  const say = (line: string) =>
    void process.stdout.write(`[${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s] ${line}\n`);
  if (isReset || !isDemoComplete(folder)) {
    deleteDemo(folder);
    say("Making the demo from real data sets; nothing is labeled beforehand.");
    await createDemo({ folder, say });
    say("The demo is ready.");
  }
  return serve({ CONCORD_DATA: folder, DATABASE_URL: "" });
}
