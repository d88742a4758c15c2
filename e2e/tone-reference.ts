/**
 * Writes tone-reference.json: what onnxruntime-node says of the tones that the browsers hear. Run it where that package is
 * installed: `npx tsx e2e/tone-reference.ts`.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { heardWindow } from "../core/audio/heard-window";
import { openWav } from "../core/audio/wav";
import { softmax } from "../core/prediction/probabilities";
import { runOnnx } from "../server/prediction/run-onnx";
import { HEARING, RECORDINGS, toneClassifier, toneRecording } from "./tone-recordings";

const inputs = Array.from({ length: RECORDINGS }, (_, k) => ({
  type: "float32" as const,
  data: heardWindow(openWav(toneRecording(k)), { ...HEARING, longer: "first", normalize: "none" }).values,
  dims: [1, HEARING.samples],
}));
const { outputs, version } = await runOnnx({
  model: new Uint8Array(toneClassifier()),
  input: "input_values",
  output: "logits",
  inputs,
});
const probabilities = outputs.map((logits) => Array.from(softmax(logits), (p) => Number(p.toFixed(7))));
writeFileSync(
  join(import.meta.dirname, "tone-reference.json"),
  `${JSON.stringify({ runtime: `onnxruntime-node ${version}`, probabilities }, null, 2)}\n`,
);
