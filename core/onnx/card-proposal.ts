import { z } from "zod";
import { normaliseName } from "../label-set/label-name";
import type { ModelCardInput } from "./model-card";
import type { ModelDimension, ModelMetadata, ModelTensor } from "./model-metadata";

/** What the server adds once it knows the stored file. */
export type ProposedCard = Omit<ModelCardInput, "model">;
export type CardProposal = { ok: true; card: ProposedCard; questions: string[] } | { ok: false; message: string };

const DEFAULT_SIZE = 224;
const CROP_SHARE = 0.875;
const HASH_DIMS = 2 ** 14;

/**
 * A first model card from what the ONNX file says; `questions` names what the file could not say and a person must confirm.
 * Labels are taken from the file's metadata (`labels`, `names`, `classes`) and matched to the project by name; without them
 * the project's own order is proposed when the number of outputs fits.
 */
export function proposeCard(
  metadata: ModelMetadata,
  projectLabels: readonly { key: string; name: string }[],
): CardProposal {
  const input = metadata.inputs[0];
  const output = metadata.outputs.find(({ elemType, shape }) => elemType.startsWith("float") && shape?.length === 2);
  if (!input || metadata.inputs.length > 1) {
    return { ok: false, message: `Expected one input; the model has ${metadata.inputs.length}.` };
  }
  if (!output) return { ok: false, message: "The model has no float output of rank 2, so no class scores." };
  const questions: string[] = [];
  const labels = proposeLabels(metadata, output, projectLabels, questions);
  if (!labels)
    return {
      ok: false,
      message: "The model does not name its classes, and their number differs from the project's labels.",
    };
  const common = {
    schemaVersion: 1 as const,
    output: { name: output.name, kind: outputKind(metadata, questions) },
    labels,
    embedding: proposeEmbedding(metadata, output),
    provenance: { framework: metadata.producer || null, version: metadata.producerVersion || null },
  };
  questions.push("Which items was the model trained on?");
  const rank = input.shape?.length;
  if (rank === 4)
    return { ok: true, card: { ...common, task: "image-classification", ...imageInput(input, questions) }, questions };
  if (rank === 2 && input.shape?.[1] === HASH_DIMS) {
    const hash = { kind: "fnv1a32" as const, dims: HASH_DIMS, ngrams: [1, 2] as [1, 2], maxTokens: 400 as const };
    return {
      ok: true,
      card: { ...common, task: "text-classification", input: modelInput(input), text: { hash } },
      questions,
    };
  }
  return { ok: false, message: "The input is neither a batch of images nor hashed text." };
}

type Proposed = ProposedCard["labels"];

function proposeLabels(
  metadata: ModelMetadata,
  output: ModelTensor,
  projectLabels: readonly { key: string; name: string }[],
  questions: string[],
): Proposed | null {
  const names = labelNames(metadata);
  const width = output.shape?.[1];
  if (names && (typeof width !== "number" || width === names.length)) {
    const keys = new Map(projectLabels.map(({ key, name }) => [normaliseName(name), key]));
    const labels = names.map((name) => ({ name, projectLabel: keys.get(normaliseName(name)) ?? null }));
    if (labels.some(({ projectLabel }) => projectLabel === null))
      questions.push("Which labels of the project do the unmatched classes stand for?");
    return labels;
  }
  if (width !== projectLabels.length) return null;
  questions.push("Is the order of the project's labels the order of the model's classes?");
  return projectLabels.map(({ key, name }) => ({ name, projectLabel: key }));
}

const NameList = z.array(z.string()).min(2);
const NamesByIndex = z.record(z.string().regex(/^\d+$/), z.string());

/** Class names from the file: a JSON list, or an object or Python dict of index to name. */
function labelNames({ metadata }: ModelMetadata): string[] | null {
  const text = metadata.find(([key]) => ["labels", "names", "classes"].includes(key))?.[1];
  if (text === undefined) return null;
  const json = parseJson(text) ?? parseJson(pythonDictAsJson(text));
  const list = NameList.safeParse(json);
  if (list.success) return list.data;
  const byIndex = NamesByIndex.safeParse(json);
  if (!byIndex.success) return null;
  const names = Object.entries(byIndex.data).sort(([a], [b]) => Number(a) - Number(b));
  return names.length >= 2 && names.every(([index], i) => Number(index) === i) ? names.map(([, name]) => name) : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const pythonDictAsJson = (text: string) =>
  text.replace(/(\d+)\s*:/g, '"$1":').replace(/'((?:[^'"\\])*)'/g, (_, name: string) => JSON.stringify(name));

function outputKind({ lastOperator }: ModelMetadata, questions: string[]): "probabilities" | "sigmoid" | "logits" {
  if (lastOperator === "Softmax") return "probabilities";
  questions.push("Are the outputs probabilities or logits? A trial run will tell.");
  return lastOperator === "Sigmoid" ? "sigmoid" : "logits";
}

function proposeEmbedding({ outputs }: ModelMetadata, scores: ModelTensor): ProposedCard["embedding"] {
  const other = outputs.find(
    (output) => output !== scores && output.shape?.length === 2 && typeof output.shape[1] === "number",
  );
  const dims = other?.shape?.[1];
  return other && typeof dims === "number" ? { output: other.name, dims } : null;
}

function imageInput(input: ModelTensor, questions: string[]): Pick<ProposedCard, "input" | "image"> {
  const [, a, b, c] = input.shape ?? [];
  const isLast = (c === 1 || c === 3) && a !== 1 && a !== 3;
  const [channels, height, width] = isLast ? [c, a, b] : [a, b, c];
  const size = { width: sizeOf(width), height: sizeOf(height) };
  const isGrey = channels === 1;
  questions.push("How were images scaled and normalised for training?");
  return {
    input: modelInput(input, isLast ? "NHWC" : "NCHW"),
    image: {
      ...size,
      shortestEdge: Math.floor(Math.min(size.width, size.height) / CROP_SHARE),
      channels: isGrey ? "L" : "RGB",
      ...(isGrey ? { mean: [0], std: [1], padValue: [0] } : {}),
    },
  };
}

const sizeOf = (dimension: ModelDimension | undefined) =>
  typeof dimension === "number" && dimension > 0 ? dimension : DEFAULT_SIZE;

function modelInput({ name, elemType, shape }: ModelTensor, layout: "NCHW" | "NHWC" = "NCHW"): ProposedCard["input"] {
  const batch = shape?.[0];
  const dtype = (["float32", "float16", "uint8", "int64"] as const).find((type) => type === elemType) ?? "float32";
  return { name, dtype, layout, batch: typeof batch === "number" && batch > 0 ? batch : "dynamic" };
}
