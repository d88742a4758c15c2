import type { Inputs, Outputs } from "@/app/_trpc/types";
import { PALETTE_SIZE } from "@/core/label-set/label-set";
import { parentProblems } from "@/core/label-set/label-tree";
import { SHORTCUT_KEYS, shortcutProblems } from "@/core/label-set/shortcuts";

type Label = Outputs["project"]["settings"]["labels"][number];
export type LabelDraft = Inputs["project"]["updateLabelSet"]["labels"][number] & { id: string };

export const draftLabels = (labels: readonly Label[]): LabelDraft[] =>
  labels.map(({ key, name, shortcut, color, description, parent, retiredAt }) => ({
    id: key,
    key,
    name,
    shortcut,
    color,
    description,
    parent,
    retired: retiredAt !== null,
  }));

/** A new label takes the next free key and the next colour. */
export function addLabel(labels: readonly LabelDraft[], id: string): LabelDraft[] {
  const taken = new Set(labels.flatMap((label) => (label.retired ? [] : (label.shortcut ?? []))));
  const shortcut = SHORTCUT_KEYS.find((key) => !taken.has(key)) ?? null;
  const color = labels.length % PALETTE_SIZE;
  return [...labels, { id, key: null, name: "", shortcut, color, description: null, parent: null, retired: false }];
}

/** Retiring gives the key back; a label that comes back takes a free one. */
export function toggleRetired(labels: readonly LabelDraft[], id: string): LabelDraft[] {
  const taken = new Set(labels.flatMap((label) => (label.retired ? [] : (label.shortcut ?? []))));
  return labels.map((label) => {
    if (label.id !== id) return label;
    if (!label.retired) return { ...label, retired: true, shortcut: null };
    return { ...label, retired: false, shortcut: SHORTCUT_KEYS.find((key) => !taken.has(key)) ?? null };
  });
}

/** What is wrong before the server is asked; empty when all is well. */
export function labelProblems(labels: readonly LabelDraft[]): string[] {
  const names = labels.map((label) => label.name.normalize("NFC").trim());
  const twice = names.find((name, k) => name !== "" && names.indexOf(name) !== k);
  return [
    ...(names.includes("") ? ["Every label needs a name."] : []),
    ...(twice ? [`The label "${twice}" is there twice.`] : []),
    ...(labels.filter((label) => !label.retired).length < 2 ? ["At least two labels must stay open."] : []),
    ...shortcutProblems(labels),
    ...parentProblems(labels.map((label) => ({ ...label, key: label.id }))),
  ];
}

/** Labels that one can stand under without a circle; the one above it now is always among them. */
export function possibleParents(labels: readonly LabelDraft[], id: string): LabelDraft[] {
  const below = new Set([id]);
  // as often as a tree can be deep
  for (let before = 0; before !== below.size; ) {
    before = below.size;
    for (const label of labels) if (label.parent !== null && below.has(label.parent)) below.add(label.id);
  }
  const own = labels.find((label) => label.id === id)?.parent ?? null;
  return labels.filter((label) => label.key !== null && !below.has(label.id) && (!label.retired || label.id === own));
}
