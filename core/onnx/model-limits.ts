import type { ModelCard } from "./model-card";
import type { ModelMetadata } from "./model-metadata";

const AUDIO_RANKS = { "[N, samples]": 2, "[N, 1, samples]": 3 } as const;
const MAX_NODES = 20_000;

/** What the pinned runtime loads, found by trial; a test holds it against the installed one. */
export const RUNTIME_LIMITS = {
  runtime: "onnxruntime-web 1.30.0",
  irVersion: 13,
  /** Oldest and newest version of the operators by domain. Below ai.onnx 7 the runtime promises nothing. */
  opsets: new Map<string, readonly [oldest: number, newest: number]>([
    ["ai.onnx", [7, 26]],
    ["ai.onnx.ml", [1, 5]],
    ["com.microsoft", [1, 1]],
  ]),
};

/** Why no browser should load this file; null when one may. */
export function modelProblem(metadata: ModelMetadata): string | null {
  const [location] = metadata.externalData;
  if (location !== undefined)
    return `The model keeps its weights in a second file, “${location.slice(0, 100)}”. Export it as one file.`;
  const problem = versionProblem(metadata) ?? domainProblem(metadata);
  if (problem) return problem;
  const nodes = metadata.operators.reduce((sum, [, count]) => sum + count, 0);
  return nodes > MAX_NODES ? `The model has ${nodes} operators; at most ${MAX_NODES} are allowed.` : null;
}

function versionProblem({ irVersion, opsets }: ModelMetadata): string | null {
  const { runtime, irVersion: newestIr } = RUNTIME_LIMITS;
  if (irVersion === null) return `The file states no ONNX IR version; ${runtime} loads none without.`;
  if (irVersion > newestIr || irVersion < 0)
    return `The file has ONNX IR version ${irVersion}; ${runtime} reads versions up to ${newestIr}. Export it with an older version.`;
  if (opsets.length === 0) return `The file states no operator set version; ${runtime} loads none without.`;
  for (const [domain, version] of opsets) {
    const [oldest, newest] = RUNTIME_LIMITS.opsets.get(domain) ?? [version, version];
    if (version < oldest || version > newest)
      return `The model uses operator set ${version} of ${domain}; ${runtime} runs ${oldest === newest ? `only ${newest}` : `${oldest} to ${newest}`}. Export or convert it to one of these.`;
  }
  return null;
}

/** Operators that nobody knows. A domain that is named in the file's head and not used does no harm. */
function domainProblem({ domains }: ModelMetadata): string | null {
  const stranger = domains.find(([domain]) => !RUNTIME_LIMITS.opsets.has(domain));
  if (!stranger) return null;
  const [domain, names] = stranger;
  const shown = names.slice(0, 5).map((name) => `“${name.slice(0, 100)}”`);
  const rest = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
  return `The model uses operators of the domain “${domain.slice(0, 100)}”, which no browser has: ${shown.join(", ")}${rest}. Known are ${[...RUNTIME_LIMITS.opsets.keys()].join(", ")}.`;
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
