import { z } from "zod";
import { parseLabelName } from "./label-name";
import { parentProblems } from "./label-tree";
import { SHORTCUT_KEYS, shortcutProblems } from "./shortcuts";

export const TASKS = ["single-label", "multi-label", "ordinal", "spans", "boxes"] as const;
export const Task = z.enum(TASKS);
export type Task = z.infer<typeof Task>;

export const MEDIA_TYPES = ["image", "text", "audio", "table"] as const;
export const MediaType = z.enum(MEDIA_TYPES);
export type MediaType = z.infer<typeof MediaType>;

export const MIN_LABELS = 2;
export const MAX_LABELS = 10_000;
/** Number of colours in the label palette; a label holds an index into it. */
export const PALETTE_SIZE = 10;

/** Stable, never re-used: answers in the database name labels by key. */
export const LabelKey = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, "Use up to 64 of a-z, 0-9 and inner hyphens.");
export type LabelKey = z.infer<typeof LabelKey>;

/** A name in its stored form; a form field should be passed through `parseLabelName` first. */
export const LabelName = z.string().superRefine((raw, context) => {
  const parsed = parseLabelName(raw);
  if (!parsed.ok) context.addIssue({ code: "custom", message: parsed.message });
  else if (parsed.changed)
    context.addIssue({ code: "custom", message: "The label name has outer white space or is not in NFC." });
});

export const Label = z.strictObject({
  key: LabelKey,
  name: LabelName,
  shortcut: z.enum(SHORTCUT_KEYS).nullable(),
  color: z
    .int()
    .min(0)
    .max(PALETTE_SIZE - 1),
  description: z.string().max(4000).nullable(),
  position: z.int().min(0),
  /** Key of the label above it in the tree. */
  parent: LabelKey.nullable(),
  retired: z.boolean(),
});
export type Label = z.infer<typeof Label>;

/** Labels stand in the order of every array of probabilities: `labels[i].position` is i. */
export const LabelSet = z
  .strictObject({ task: Task, media: MediaType, labels: z.array(Label).min(MIN_LABELS).max(MAX_LABELS) })
  .superRefine(({ labels }, context) => {
    const fail = (message: string) => context.addIssue({ code: "custom", path: ["labels"], message });
    for (const key of repeated(labels.map((label) => label.key))) fail(`The key "${key}" stands twice.`);
    for (const name of repeated(labels.map((label) => label.name))) fail(`The label "${name}" stands twice.`);
    if (labels.some((label, i) => label.position !== i))
      fail("Positions must count 0, 1, 2, ... in the order of the labels.");
    for (const problem of [...shortcutProblems(labels), ...parentProblems(labels)]) fail(problem);
    if (labels.filter((label) => !label.retired).length < MIN_LABELS)
      fail("At least two labels must be open to choose.");
  });
export type LabelSet = z.infer<typeof LabelSet>;

function repeated(values: readonly string[]): Set<string> {
  const seen = new Set<string>();
  return new Set(values.filter((value) => seen.has(value) || !seen.add(value)));
}

/**
 * A key for a new label: its name in ASCII lower case with hyphens, numbered when taken.
 * Names without any ASCII letter or digit become `label`, `label-2`, ...
 *
 * @example labelKey("Pêche / jaune", new Set(["peche-jaune"])) // "peche-jaune-2"
 */
export function labelKey(name: string, taken: ReadonlySet<string>): LabelKey {
  const ascii = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const stem = trimHyphens(ascii.replace(/[^a-z0-9]+/g, "-").slice(0, 56)) || "label";
  if (!taken.has(stem)) return stem;
  let n = 2;
  while (taken.has(`${stem}-${n}`)) n++;
  return `${stem}-${n}`;
}

const trimHyphens = (text: string) => text.replace(/^-+|-+$/g, "");

/** Items that may be shown as examples of one label. */
export const MAX_EXAMPLES = 6;
/** Characters of the note beside an example. */
export const MAX_EXAMPLE_NOTE = 300;
