import { writeLinearModel } from "@/core/training/onnx-writer";
import type { RuntimeBuild } from "./messages";

/** A constant, because the browser cannot read package.json; a test compares it with the installed package. */
export const ORT_VERSION = "1.30.0";

/** Where `scripts/copy-ort.mjs` puts the WebAssembly files. */
export const RUNTIME_BASE = `/ort/${ORT_VERSION}/`;

/** Both builds offer the same interface. */
export type Runtime = typeof import("onnxruntime-web/wasm");

/** The choice is made before any of the two is loaded: each brings its own WebAssembly file. */
export async function loadRuntime(build: RuntimeBuild, wasmPaths: string = RUNTIME_BASE): Promise<Runtime> {
  const ort = build === "jspi" ? await import("onnxruntime-web/jspi") : await import("onnxruntime-web/wasm");
  ort.env.wasm.wasmPaths = wasmPaths;
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  return ort;
}

/** Loads the runtime and compiles its WebAssembly, which it would do no sooner than for the first model. */
export async function startRuntime(build: RuntimeBuild): Promise<Runtime> {
  const ort = await loadRuntime(build);
  const nothing = { dims: 1, classes: 2, weights: new Float32Array(2), bias: new Float32Array(2) };
  const session = await ort.InferenceSession.create(writeLinearModel(nothing, ["a", "b"]), {
    executionProviders: ["wasm"],
  });
  await session.release();
  return ort;
}
