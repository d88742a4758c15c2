import type { Inputs, Outputs } from "@/app/_trpc/types";

export type Inspection = Outputs["model"]["inspect"];
export type ProposedCard = Inspection["card"];
export type OutputKind = ProposedCard["output"]["kind"];
export type Fit = NonNullable<NonNullable<ProposedCard["image"]>["fit"]>;
export type Channels = "RGB" | "BGR" | "L";
export type TrainedOnChoice = "unknown" | "nothing" | "splits";

/** A proposed card as a form: numbers stay text until they are read. */
export interface ModelDraft {
  name: string;
  width: string;
  height: string;
  fit: Fit;
  shortestEdge: string;
  channels: Channels;
  scale: string;
  mean: string;
  std: string;
  invert: boolean;
  outputKind: OutputKind;
  /** Project label per class of the model; empty for a class that the project does not have. */
  classes: readonly string[];
  trainedOn: TrainedOnChoice;
  splits: string;
}

const list = (values: readonly number[] | undefined, otherwise: string) => values?.join(", ") ?? otherwise;

export function draftOf(card: ProposedCard, name: string): ModelDraft {
  const { image } = card;
  return {
    name,
    width: String(image?.width ?? ""),
    height: String(image?.height ?? ""),
    fit: image?.fit ?? "shortest-edge+center-crop",
    shortestEdge: String(image?.shortestEdge ?? ""),
    channels: image?.channels ?? "RGB",
    scale: "1/255",
    mean: list(image?.mean, "0, 0, 0"),
    std: list(image?.std, "1, 1, 1"),
    invert: false,
    outputKind: card.output.kind,
    classes: card.labels.map((label) => label.projectLabel ?? ""),
    trainedOn: "unknown",
    splits: "train",
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
  const named = draft.classes.filter((key) => key !== "");
  if (new Set(named).size < named.length) return fail("classes", "Two classes stand for the same label.");
  if (named.length === 0) return fail("classes", "At least one class must stand for a label of the project.");
  const trainedOn = draft.trainedOn === "splits" ? { splits } : draft.trainedOn;
  const labels = card.labels.map((label, k) => ({ name: label.name, projectLabel: draft.classes[k] || null }));
  const common = { ...card, output: { ...card.output, kind: draft.outputKind }, labels };
  if (!card.image) return { ok: true, input: { name: draft.name, trainedOn, card: common } };
  const [width, height, scale] = [readNumber(draft.width), readNumber(draft.height), readNumber(draft.scale)];
  if (width === null || !Number.isInteger(width)) return fail("width", "A whole number of pixels.");
  if (height === null || !Number.isInteger(height)) return fail("height", "A whole number of pixels.");
  if (scale === null || scale <= 0) return fail("scale", "A number above 0, or a fraction such as 1/255.");
  const count = draft.channels === "L" ? 1 : 3;
  const [mean, std] = [readList(draft.mean), readList(draft.std)];
  if (mean?.length !== count) return fail("mean", count === 1 ? "One number." : "Three numbers, one a channel.");
  if (std?.length !== count || std.some((value) => value <= 0))
    return fail("std", count === 1 ? "One number above 0." : "Three numbers above 0, one a channel.");
  const edge = draft.fit === "shortest-edge+center-crop" ? readNumber(draft.shortestEdge) : null;
  if (draft.fit === "shortest-edge+center-crop" && (edge === null || !Number.isInteger(edge)))
    return fail("shortestEdge", "The crop needs the length of the shortest edge.");
  const { fit, channels, invert } = draft;
  const padValue = Array.from({ length: count }, () => 0);
  const image = { ...card.image, width, height, fit, shortestEdge: edge, channels, scale, mean, std, invert, padValue };
  return { ok: true, input: { name: draft.name, trainedOn, card: { ...common, image } } };
}
