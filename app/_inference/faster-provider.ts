import type { Provider, RuntimeBuild } from "./messages";
import { ORT_VERSION } from "./runtime";

/** Milliseconds of one run, medians of a few. */
export interface Timing {
  webgpu: number;
  /** In the build that holds both, where it is slower than in the plain one. */
  wasm: number;
}

/** How much slower WASM is in the build that holds both providers: measured 1.2 to 1.4 times (1.30.0, 2 cores). */
const BUILD_HANDICAP = 1.3;
/** A graphics card must win by a fifth, or the CPU, which never goes away in the middle, keeps the model. */
const GPU_MARGIN = 0.8;

/** Which provider is the faster one for a model on this device. */
export const fasterOf = ({ webgpu, wasm }: Timing): Provider =>
  webgpu < (GPU_MARGIN * wasm) / BUILD_HANDICAP ? "webgpu" : "wasm";

/** What was found once per model, runtime and graphics card. */
export interface FasterMemory {
  read(key: string): Provider | null;
  write(key: string, provider: Provider): void;
}

export const fasterKey = (sha256: string, adapter: string) => `${sha256.slice(0, 16)} ${ORT_VERSION} ${adapter}`;

const PREFIX = "concord.faster ";
const LAST = "last";

/** Kept in this browser; where that is refused, the models are timed again by each page. */
export const fasterMemory: FasterMemory = {
  read(key) {
    try {
      const found = localStorage.getItem(PREFIX + key);
      return found === "webgpu" || found === "wasm" ? found : null;
    } catch {
      return null;
    }
  },
  write(key, provider) {
    try {
      localStorage.setItem(PREFIX + key, provider);
      localStorage.setItem(PREFIX + LAST, provider);
    } catch {
      // timed again next time
    }
  },
};

/** The build that the last model to be timed was left with; null before any was. */
export function lastBuild(memory: Pick<FasterMemory, "read"> = fasterMemory): RuntimeBuild | null {
  const provider = memory.read(LAST);
  return provider && (provider === "webgpu" ? "jspi" : "wasm");
}
