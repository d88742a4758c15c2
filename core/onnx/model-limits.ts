import type { ModelCard } from "./model-card";
import type { ModelMetadata } from "./model-metadata";

const AUDIO_RANKS = { "[N, samples]": 2, "[N, 1, samples]": 3 } as const;
const MAX_NODES = 20_000;
const DOMAINS = ["", "ai.onnx", "ai.onnx.ml", "com.microsoft"];

/** Why no browser should load this file; null when one may. */
export function modelProblem({ operators, opsets, externalData }: ModelMetadata): string | null {
  const [location] = externalData;
  if (location !== undefined)
    return `The model keeps its weights in a second file, “${location.slice(0, 100)}”. Export it as one file.`;
  const stranger = opsets.find(([domain]) => !DOMAINS.includes(domain));
  if (stranger)
    return `The model uses operators of the domain “${stranger[0].slice(0, 100)}”, which no browser has. Known are ai.onnx, ai.onnx.ml and com.microsoft.`;
  const nodes = operators.reduce((sum, [, count]) => sum + count, 0);
  return nodes > MAX_NODES ? `The model has ${nodes} operators; at most ${MAX_NODES} are allowed.` : null;
}

type Checked = Pick<ModelCard, "input" | "output" | "labels" | "text" | "audio">;

/** Where card and file contradict each other; null when they fit. */
export function cardProblem(
  { inputs, outputs }: ModelMetadata,
  { input, output, labels, text, audio }: Checked,
): string | null {
  const names = text && "tokenizer" in text ? Object.values(text.inputs).filter((name) => name !== null) : [input.name];
  const missing = names.find((name) => !inputs.some((one) => one.name === name));
  if (missing !== undefined) return `The model has no input called “${missing}”.`;
  const unfed = inputs.find(({ name }) => !names.includes(name));
  if (unfed) return `The model also reads “${unfed.name}”, which the card does not give.`;
  const found = inputs.find(({ name }) => name === input.name);
  if (found && found.elemType !== input.dtype)
    return `The input “${input.name}” reads ${found.elemType}; the card says ${input.dtype}.`;
  const window = audio && found?.shape?.at(-1);
  if (typeof window === "number" && window !== audio?.samples)
    return `The model reads ${window} samples; the card says ${audio?.samples}.`;
  const rank = audio && found?.shape?.length;
  if (rank && rank !== AUDIO_RANKS[audio.shape])
    return `The input “${input.name}” has ${rank} dimensions; the card says ${audio.shape}.`;
  const scores = outputs.find(({ name }) => name === output.name);
  if (!scores) return `The model has no output called “${output.name}”.`;
  const width = scores.shape?.at(-1);
  const expected = output.kind === "binary-logit" ? 1 : labels.length;
  if (typeof width === "number" && width !== expected)
    return `The model gives ${width} values per item; the card names ${labels.length} classes${output.kind === "binary-logit" ? ", which one logit cannot tell" : ""}.`;
  if (output.kind === "binary-logit" && labels.length !== 2)
    return `One logit tells two classes apart; the card names ${labels.length}.`;
  return null;
}
