import { type ForkOptions, fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fromFloat16 } from "@/core/onnx/float16";
import type { ModelInputs } from "@/core/onnx/tensor-data";
import { packageRoot } from "@/db/migrate";

interface OnnxTask {
  model: Uint8Array;
  input: string;
  output: string;
  inputs: ModelInputs[];
}
export interface OnnxLimits {
  maxMs?: number;
  /** Resident memory of the child. */
  maxBytes?: number;
  /** The child's program; another one in tests. */
  program?: string;
}

export class OnnxFailure extends Error {
  constructor(
    readonly code: "not-installed" | "timeout" | "memory" | "failed",
    message: string,
  ) {
    super(message);
  }
}

const MAX_MS = 120_000;
const MAX_BYTES = 2 * 1024 ** 3;
const WATCH_MS = 100;

/** Resident bytes of a process; null where the system does not say. */
async function residentBytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/statm`, "utf8").catch(() => null);
  // pages of 4 KiB
  return status === null ? null : Number(status.split(" ")[1]) * 4096;
}

interface Reply {
  /** Halves come as their 16 bits. */
  outputs?: (Float32Array | Uint16Array)[];
  version?: string;
  error?: string;
  code?: string;
}

const asFloats = (values: Float32Array | Uint16Array) =>
  values instanceof Uint16Array ? Float32Array.from(values, fromFloat16) : values;

/** Runs a model on the server, in a child process that is killed when it takes too long or too much memory. */
export function runOnnx(
  task: OnnxTask,
  { maxMs = MAX_MS, maxBytes = MAX_BYTES, program = join(packageRoot(), "bin", "onnx-child.mjs") }: OnnxLimits = {},
): Promise<{ outputs: Float32Array[]; version: string }> {
  const options: ForkOptions = {
    execArgv: [`--max-old-space-size=${Math.ceil(maxBytes / 1024 ** 2)}`],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  };
  // called directly the bundler would look for the program, which stays a file of its own
  const child = Reflect.apply(fork, undefined, [program, [], options]);
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      clearInterval(watch);
      child.kill("SIGKILL");
      settle();
    };
    const fail = (code: OnnxFailure["code"], message: string) => end(() => reject(new OnnxFailure(code, message)));
    const timer = setTimeout(
      () => fail("timeout", `The model did not finish within ${Math.round(maxMs / 100) / 10} s and was stopped.`),
      maxMs,
    );
    const watch = setInterval(() => {
      void residentBytes(child.pid ?? 0).then((bytes) => {
        if (bytes !== null && bytes > maxBytes)
          fail("memory", `The model wanted more than ${Math.round(maxBytes / 1024 ** 2)} MiB and was stopped.`);
      });
    }, WATCH_MS);
    child.once("error", (error) => fail("failed", error.message));
    child.once("exit", (code, signal) => fail("failed", `The model's process ended (${signal ?? `code ${code}`}).`));
    child.once("message", ({ outputs, version, error, code }: Reply) => {
      if (outputs) return end(() => resolve({ outputs: outputs.map(asFloats), version: version ?? "unknown" }));
      fail(code === "not-installed" ? code : "failed", error ?? "The model's process gave no answer.");
    });
    child.send(task);
  });
}
