import { normaliseName } from "../label-set/label-name";
import { proposeAudio } from "./audio-proposal";
import type { CardHints } from "./card-file";
import { INPUT_TYPES, type ModelCardInput } from "./model-card";
import type { ModelDimension, ModelMetadata, ModelTensor } from "./model-metadata";
import { proposeText, type TokenizerParts } from "./text-proposal";

/** What the server adds once it knows the stored file. */
export type ProposedCard = Omit<ModelCardInput, "model">;
export type CardProposal = { ok: true; card: ProposedCard; questions: string[] } | { ok: false; message: string };

/** What the project says: its labels, the numeric columns of its rows where it has any, and whether it holds recordings. */
export interface ProjectFacts {
  labels: readonly { key: string; name: string }[];
  columns?: readonly string[];
  /** Its items are recordings. */
  hasAudio?: boolean;
}
export type Imported = CardHints & TokenizerParts;

const NO_FILES: Imported = { questions: [] };
const DEFAULT_SIZE = 224;
const CROP_SHARE = 0.875;
const HASH_DIMS = 2 ** 14;

/**
 * A first model card from what the ONNX file and the files beside it say; `questions` names what none of them could say and
 * a person must confirm. Classes that are named are matched to the project by name; without names the project's own order is
 * proposed when the number of outputs fits.
 */
export function proposeCard(metadata: ModelMetadata, project: ProjectFacts, hints: Imported = NO_FILES): CardProposal {
  const output = metadata.outputs.find(({ elemType, shape }) => elemType.startsWith("float") && shape?.length === 2);
  if (!output) return { ok: false, message: "The model has no float output of rank 2, so no class scores." };
  const questions = [...hints.questions];
  const named = proposeLabels(hints.labels ?? null, output, project.labels, questions);
  if (typeof named === "string") return { ok: false, message: named };
  const reading = proposeReading(metadata, project, hints, questions);
  if (typeof reading === "string") return { ok: false, message: reading };
  const kind = outputKind(metadata, hints, questions);
  questions.push("Which items was the model trained on?");
  const card: ProposedCard = {
    schemaVersion: 1,
    ...reading,
    output: { name: output.name, kind },
    labels: named,
    embedding: proposeEmbedding(metadata, output),
    provenance: { framework: metadata.producer || null, version: metadata.producerVersion || null },
  };
  return { ok: true, card, questions };
}

export type Reading = Pick<ProposedCard, "task" | "input" | "image" | "text" | "table" | "audio">;

/** What the model reads, or why it is nothing that can be given to it. */
function proposeReading(
  metadata: ModelMetadata,
  project: ProjectFacts,
  hints: Imported,
  questions: string[],
): Reading | string {
  const [input, ...more] = metadata.inputs;
  if (!input) return "The model has no input.";
  const rank = input.shape?.length;
  if (project.hasAudio) return proposeAudio(metadata.inputs, hints, questions);
  if (rank === 2 && input.elemType.startsWith("int")) return proposeText(metadata.inputs, hints);
  if (more.length > 0) return `Expected one input; the model has ${metadata.inputs.length}.`;
  if (rank === 4) return { task: "image-classification", ...imageInput(input, hints.image, questions) };
  const width = input.shape?.[1];
  if (rank === 2 && width === HASH_DIMS) {
    const hash = { kind: "fnv1a32" as const, dims: HASH_DIMS, ngrams: [1, 2] as [1, 2], maxTokens: 400 as const };
    return { task: "text-classification", input: modelInput(input), text: { hash } };
  }
  if (rank === 2 && project.columns) return proposeTable(input, project.columns, questions);
  return "The input is neither a batch of images, nor tokens, hashed text or a table row.";
}

function proposeTable(input: ModelTensor, columns: readonly string[], questions: string[]): Reading | string {
  const width = input.shape?.[1];
  if (typeof width === "number" && width > columns.length)
    return `The model reads ${width} numbers; the rows of this project have ${columns.length} numeric columns.`;
  const used = typeof width === "number" ? columns.slice(0, width) : columns;
  questions.push("Which columns does the model read, in which order, with which mean and standard deviation?");
  return {
    task: "tabular-classification",
    input: modelInput(input),
    table: { columns: [...used], mean: used.map(() => 0), std: used.map(() => 1) },
  };
}

type Proposed = ProposedCard["labels"];

function proposeLabels(
  names: readonly string[] | null,
  output: ModelTensor,
  projectLabels: ProjectFacts["labels"],
  questions: string[],
): Proposed | string {
  const width = output.shape?.[1];
  if (names) {
    if (typeof width === "number" && width !== names.length)
      return `The model gives ${width} values, but ${names.length} classes are named.`;
    const keys = new Map(projectLabels.map(({ key, name }) => [normaliseName(name), key]));
    const labels = names.map((name) => ({ name, projectLabel: keys.get(normaliseName(name)) ?? null }));
    if (labels.some(({ projectLabel }) => projectLabel === null))
      questions.push("Which labels of the project do the unmatched classes stand for?");
    return labels;
  }
  if (width !== projectLabels.length)
    return `The model gives ${typeof width === "number" ? width : "an unknown number of"} values and does not name its classes; the project has ${projectLabels.length} labels.`;
  questions.push("Is the order of the project's labels the order of the model's classes?");
  return projectLabels.map(({ key, name }) => ({ name, projectLabel: key }));
}

function outputKind(
  { lastOperator }: ModelMetadata,
  { outputKind: told }: CardHints,
  questions: string[],
): ProposedCard["output"]["kind"] {
  if (lastOperator === "Softmax") return "probabilities";
  if (told) return told;
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

function imageInput(
  input: ModelTensor,
  told: CardHints["image"],
  questions: string[],
): Pick<ProposedCard, "input" | "image"> {
  const [, a, b, c] = input.shape ?? [];
  const isLast = (c === 1 || c === 3) && a !== 1 && a !== 3;
  const [channels, height, width] = isLast ? [c, a, b] : [a, b, c];
  const size = { width: sizeOf(width), height: sizeOf(height) };
  const isGrey = channels === 1;
  if (!told?.scale || !told.mean) questions.push("How were images scaled and normalised for training?");
  const image = {
    ...size,
    shortestEdge: Math.floor(Math.min(size.width, size.height) / CROP_SHARE),
    channels: isGrey ? ("L" as const) : ("RGB" as const),
    ...(isGrey ? { mean: [0], std: [1], padValue: [0] } : {}),
    ...told,
  };
  if (typeof width === "number" && typeof height === "number" && (image.width !== width || image.height !== height)) {
    questions.push(
      `The files beside the model say ${image.width} x ${image.height} pixels, the model itself reads ${width} x ${height}.`,
    );
    Object.assign(image, size);
  }
  return { input: modelInput(input, isLast ? "NHWC" : "NCHW"), image: isGrey ? inGrey(image) : image };
}

/** Settings for three channels, told to a model that reads one. */
function inGrey<Image extends NonNullable<CardHints["image"]>>(image: Image): Image {
  const first = (values: readonly number[] | undefined, otherwise: number) => [values?.[0] ?? otherwise];
  const { mean, std, padValue } = image;
  return { ...image, channels: "L", mean: first(mean, 0), std: first(std, 1), padValue: first(padValue, 0) };
}

const sizeOf = (dimension: ModelDimension | undefined) =>
  typeof dimension === "number" && dimension > 0 ? dimension : DEFAULT_SIZE;

export function modelInput(
  { name, elemType, shape }: ModelTensor,
  layout: "NCHW" | "NHWC" = "NCHW",
): ProposedCard["input"] {
  const batch = shape?.[0];
  const dtype = INPUT_TYPES.find((type) => type === elemType) ?? "float32";
  return { name, dtype, layout, batch: typeof batch === "number" && batch > 0 ? batch : "dynamic" };
}
