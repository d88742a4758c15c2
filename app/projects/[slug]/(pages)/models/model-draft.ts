import type { Inputs, Outputs } from "@/app/_trpc/types";

export type Inspection = Outputs["model"]["inspect"];
export type ProposedCard = Inspection["card"];
export type OutputKind = ProposedCard["output"]["kind"];
export type Fit = NonNullable<NonNullable<ProposedCard["image"]>["fit"]>;
export type Channels = "RGB" | "BGR" | "L";
export type Filter = NonNullable<NonNullable<ProposedCard["image"]>["filter"]>;
export type Alpha = NonNullable<NonNullable<ProposedCard["image"]>["alpha"]>;
export type Orientation = NonNullable<NonNullable<ProposedCard["image"]>["exifOrientation"]>;
type Audio = NonNullable<ProposedCard["audio"]>;
export type Longer = NonNullable<Audio["longer"]>;
export type Normalization = NonNullable<Audio["normalize"]>;
export type Downloads = "members" | "managers";
export type TrainedOnChoice = "unknown" | "nothing" | "splits" | "snapshot";

/** A proposed card as a form: numbers stay text until they are read. */
export interface ModelDraft {
  name: string;
  width: string;
  height: string;
  fit: Fit;
  shortestEdge: string;
  resizeWidth: string;
  resizeHeight: string;
  filter: Filter;
  channels: Channels;
  alpha: Alpha;
  exifOrientation: Orientation;
  scale: string;
  mean: string;
  std: string;
  invert: boolean;
  samplingRate: string;
  /** Samples of the window that a model of recordings hears. */
  samples: string;
  longer: Longer;
  normalize: Normalization;
  /** Tokens that a text model reads. */
  maxLength: string;
  /** Columns of a table row in the order of the model's input, one a line. */
  columns: string;
  outputKind: OutputKind;
  /** Project label per class of the model; empty for a class that the project does not have. */
  classes: readonly string[];
  trainedOn: TrainedOnChoice;
  splits: string;
  /** Number of a snapshot of the project. */
  snapshot: string;
  weights: Downloads;
}

const list = (values: readonly number[] | undefined, otherwise: string) => values?.join(", ") ?? otherwise;

export function draftOf(card: ProposedCard, name: string): ModelDraft {
  const { image, table, audio } = card;
  const text = card.text && "tokenizer" in card.text ? card.text : null;
  return {
    name,
    width: String(image?.width ?? ""),
    height: String(image?.height ?? ""),
    fit: image?.fit ?? "shortest-edge+center-crop",
    shortestEdge: String(image?.shortestEdge ?? ""),
    resizeWidth: String(image?.resize?.width ?? ""),
    resizeHeight: String(image?.resize?.height ?? ""),
    filter: image?.filter ?? "bilinear",
    channels: image?.channels ?? "RGB",
    alpha: image?.alpha ?? "drop",
    exifOrientation: image?.exifOrientation ?? "ignore",
    scale: image?.scale === undefined || image.scale === 1 / 255 ? "1/255" : String(image.scale),
    mean: list(table?.mean ?? image?.mean, "0, 0, 0"),
    std: list(table?.std ?? image?.std, "1, 1, 1"),
    invert: image?.invert ?? false,
    samplingRate: String(audio?.samplingRate ?? ""),
    samples: String(audio?.samples ?? ""),
    longer: audio?.longer ?? "first",
    normalize: audio?.normalize ?? "none",
    maxLength: String(text?.maxLength ?? ""),
    columns: table?.columns.join("\n") ?? "",
    outputKind: card.output.kind,
    classes: card.labels.map((label) => label.projectLabel ?? ""),
    trainedOn: "unknown",
    splits: "train",
    snapshot: "",
    weights: "members",
  };
}

/** @example readNumber("1/255") // 0.00392156862745098 */
export function readNumber(text: string): number | null {
  const [top, bottom, ...more] = text.trim().split("/");
  if (!top || more.length > 0) return null;
  const value = bottom === undefined ? Number(top) : Number(top) / Number(bottom);
  return top.trim() === "" || bottom?.trim() === "" || !Number.isFinite(value) ? null : value;
}

function readList(text: string): number[] | null {
  const values = text.split(/[,;\s]+/).flatMap((part) => (part === "" ? [] : [readNumber(part)]));
  const numbers = values.filter((value) => value !== null);
  return numbers.length === values.length && numbers.length > 0 ? numbers : null;
}

export type DraftResult =
  | { ok: true; input: Omit<Inputs["model"]["register"], "projectId" | "files"> }
  | { ok: false; field: keyof ModelDraft; message: string };

/** The card with the person's answers, or the first field that cannot be read. */
export function readDraft(card: ProposedCard, draft: ModelDraft): DraftResult {
  const fail = (field: keyof ModelDraft, message: string): DraftResult => ({ ok: false, field, message });
  const splits = draft.splits.split(",").flatMap((part) => part.trim() || []);
  if (draft.trainedOn === "splits" && splits.length === 0) return fail("splits", "Name at least one split.");
  const snapshot = readNumber(draft.snapshot);
  if (draft.trainedOn === "snapshot" && !isCount(snapshot))
    return fail("snapshot", "The number of a snapshot, as the page Snapshots lists it.");
  const named = draft.classes.filter((key) => key !== "");
  if (new Set(named).size < named.length) return fail("classes", "Two classes stand for the same label.");
  if (named.length === 0) return fail("classes", "At least one class must stand for a label of the project.");
  const trainedOn = trainedOnOf(draft.trainedOn, { splits, snapshot: snapshot ?? 0 });
  const labels = card.labels.map((label, k) => ({ name: label.name, projectLabel: draft.classes[k] || null }));
  const weights = draft.weights === "managers" ? { weights: draft.weights } : {};
  const common = { ...card, output: { ...card.output, kind: draft.outputKind }, labels, ...weights };
  const reading = readReading(card, draft);
  if (!("part" in reading)) return fail(...reading);
  return { ok: true, input: { name: draft.name, trainedOn, card: { ...common, ...reading.part } } };
}

function trainedOnOf(choice: TrainedOnChoice, { splits, snapshot }: { splits: string[]; snapshot: number }) {
  if (choice === "splits") return { splits };
  return choice === "snapshot" ? { snapshot } : choice;
}

type Refusal = [field: keyof ModelDraft, message: string];
type Reading = { part: Pick<ProposedCard, "image" | "text" | "table" | "audio"> } | Refusal;

function readReading(card: ProposedCard, draft: ModelDraft): Reading {
  if (card.image) return readImage(card.image, draft);
  if (card.table) return readTable(draft);
  if (card.audio) return readAudio(card.audio, draft);
  if (!card.text || "hash" in card.text) return { part: {} };
  const maxLength = readNumber(draft.maxLength);
  if (maxLength === null || !Number.isInteger(maxLength) || maxLength < 3 || maxLength > 4096)
    return ["maxLength", "A whole number of tokens, 3 to 4096."];
  return { part: { text: { ...card.text, maxLength } } };
}

function readAudio(told: Audio, { longer, normalize, ...draft }: ModelDraft): Reading {
  const [samplingRate, samples] = [readNumber(draft.samplingRate), readNumber(draft.samples)];
  if (samplingRate === null || !Number.isInteger(samplingRate) || samplingRate < 1_000 || samplingRate > 192_000)
    return ["samplingRate", "A whole number of Hz, 1000 to 192000."];
  if (samples === null || !Number.isInteger(samples) || samples < 1 || samples > 10_000_000)
    return ["samples", "A whole number of samples, up to 10 million."];
  return { part: { audio: { ...told, samplingRate, samples, longer, normalize } } };
}

function readTable(draft: ModelDraft): Reading {
  const columns = draft.columns.split("\n").flatMap((line) => line.trim() || []);
  if (columns.length === 0) return ["columns", "Name at least one column."];
  const [mean, std] = [readList(draft.mean), readList(draft.std)];
  if (mean?.length !== columns.length) return ["mean", `${columns.length} numbers, one a column.`];
  if (std?.length !== columns.length || std.some((value) => value <= 0))
    return ["std", `${columns.length} numbers above 0, one a column.`];
  return { part: { table: { columns, mean, std } } };
}

const isCount = (value: number | null): value is number => value !== null && Number.isInteger(value) && value > 0;

function readImage(told: NonNullable<ProposedCard["image"]>, draft: ModelDraft): Reading {
  const [width, height, scale] = [readNumber(draft.width), readNumber(draft.height), readNumber(draft.scale)];
  if (!isCount(width)) return ["width", "A whole number of pixels."];
  if (!isCount(height)) return ["height", "A whole number of pixels."];
  if (scale === null || scale <= 0) return ["scale", "A number above 0, or a fraction such as 1/255."];
  const count = draft.channels === "L" ? 1 : 3;
  const [mean, std] = [readList(draft.mean), readList(draft.std)];
  if (mean?.length !== count) return ["mean", count === 1 ? "One number." : "Three numbers, one a channel."];
  if (std?.length !== count || std.some((value) => value <= 0))
    return ["std", count === 1 ? "One number above 0." : "Three numbers above 0, one a channel."];
  const { fit, channels, invert, filter, alpha, exifOrientation } = draft;
  const edge = fit === "shortest-edge+center-crop" ? readNumber(draft.shortestEdge) : null;
  if (fit === "shortest-edge+center-crop" && !isCount(edge))
    return ["shortestEdge", "The crop needs the length of the shortest edge."];
  const size = { width: readNumber(draft.resizeWidth), height: readNumber(draft.resizeHeight) };
  const isResized = fit === "stretch+center-crop" || fit === "longest-edge+center-crop";
  if (isResized && !isCount(size.width)) return ["resizeWidth", "A whole number of pixels before the crop."];
  if (isResized && !isCount(size.height)) return ["resizeHeight", "A whole number of pixels before the crop."];
  const resize = isCount(size.width) && isCount(size.height) ? { width: size.width, height: size.height } : null;
  const padValue =
    told.padValue?.length === count ? told.padValue : Array.from({ length: count }, () => told.padValue?.[0] ?? 0);
  const { resize: _, ...kept } = told;
  const prepared = {
    width,
    height,
    fit,
    shortestEdge: edge,
    filter,
    channels,
    alpha,
    exifOrientation,
    scale,
    mean,
    std,
  };
  const image = { ...kept, ...prepared, invert, padValue, ...(isResized && resize ? { resize } : {}) };
  return { part: { image } };
}
