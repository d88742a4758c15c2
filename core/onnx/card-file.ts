import { z } from "zod";
import type { ModelCardInput } from "./model-card";

/** Why a file beside the model cannot be used: its name, and the line or field. */
export class CardFileError extends Error {
  override readonly name = "CardFileError";
}

type Image = NonNullable<ModelCardInput["image"]>;
type Audio = NonNullable<ModelCardInput["audio"]>;
export type TokenizerSettings = { maxLength: number; padSide: "right" | "left"; padId: number };

/** What a file says of the model's input and output; absent where it says nothing. */
export interface CardHints {
  labels?: readonly string[];
  outputKind?: ModelCardInput["output"]["kind"];
  image?: Partial<Image>;
  text?: TokenizerSettings;
  audio?: Pick<Audio, "samplingRate" | "normalize">;
  /** What stays open, in words for a person. */
  questions: readonly string[];
}

/** The later file wins where two say the same. */
export function mergeHints(hints: readonly CardHints[]): CardHints {
  const image = Object.assign({}, ...hints.map((one) => one.image));
  const merged: CardHints = Object.assign({}, ...hints, { questions: hints.flatMap((one) => one.questions) });
  return Object.keys(image).length > 0 ? { ...merged, image } : merged;
}

const MAX_LABELS = 10_000;
const LabelName = z.string().min(1).max(200);

/** Names by index, `{"0": "cat", "1": "dog"}` with keys in any order, or a list. */
export const LabelNames = z.union([
  z.array(LabelName).min(2).max(MAX_LABELS),
  z.record(z.string().regex(/^\d+$/, "A class is named by its number."), LabelName).transform((byIndex, context) => {
    const entries = Object.entries(byIndex).sort(([a], [b]) => Number(a) - Number(b));
    const gap = entries.findIndex(([index], k) => Number(index) !== k);
    if (gap >= 0 || entries.length < 2 || entries.length > MAX_LABELS) {
      const message = gap >= 0 ? `Class ${gap} has no name.` : `Expected 2 to ${MAX_LABELS} classes.`;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    }
    return entries.map(([, name]) => name);
  }),
]);

/** The JSON of a file; a break names its line. */
export function parseJsonFile(name: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    const line = position === undefined ? null : text.slice(0, Number(position)).split("\n").length;
    throw new CardFileError(`${name}${line === null ? "" : `, line ${line}`}: this is not JSON.`);
  }
}

/** The value as the schema knows it, or the first field that is wrong. */
export function readCardFile<Schema extends z.ZodType>(name: string, value: unknown, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = deepest(parsed.error.issues[0]);
  const field = issue?.path.join(".") ?? "";
  throw new CardFileError(`${name}${field ? `, field ${field}` : ""}: ${issue?.message ?? "it cannot be read."}`);
}

interface Issue {
  path: PropertyKey[];
  message: string;
  code?: string;
}

/** A union's own message says only that nothing fits; the branch that came furthest says why. */
function deepest(issue: z.core.$ZodIssue | undefined): Issue | undefined {
  if (issue?.code !== "invalid_union") return issue;
  // a value of another type altogether says less than one that is of the type but wrong
  const reach = ({ path, code }: Issue) => 2 * path.length + (code === "invalid_type" ? 0 : 1);
  const inner = issue.errors
    .map(([first]) => deepest(first))
    .filter((one) => one !== undefined)
    .sort((a, b) => reach(b) - reach(a))[0];
  return inner ? { path: [...issue.path, ...inner.path], message: inner.message } : issue;
}
