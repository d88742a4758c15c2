import type { BootPhase, Provider, RuntimeBuild } from "./messages";

/** What the model chip shows. Labeling never waits for any of these. */
export type ModelStatus =
  | { state: "off"; reason: string | null }
  | { state: "loading"; phase: BootPhase; done: number; total: number }
  | { state: "ready"; provider: Provider; build: RuntimeBuild; adapter: string | null; why: string; msWarmup: number }
  | { state: "failed"; reason: string };

/** Not started, and nothing is wrong. */
export const NOT_STARTED: ModelStatus = { state: "off", reason: null };
