"use client";
import { type LabelDraft, possibleParents } from "./label-draft";

/** From here on a list of all labels in each row would be too much for the page: a name is typed instead. */
const TYPED = 60;

interface ParentFieldProps {
  labels: readonly LabelDraft[];
  label: LabelDraft;
  /** Id of the list of names that all rows share. */
  list: string;
  onChoose(parent: string | null): void;
}

/** Which label a label stands under. */
export function ParentField({ labels, label, list, onChoose }: ParentFieldProps) {
  const name = `Label above ${label.name || "the new label"}`;
  if (labels.length > TYPED)
    return (
      <input
        aria-label={name}
        className="input"
        list={list}
        placeholder="–"
        defaultValue={labels.find((one) => one.id === label.parent)?.name ?? ""}
        onChange={({ target }) => {
          const parent = possibleParents(labels, label.id).find((one) => one.name === target.value.trim());
          const isKnown = parent !== undefined || target.value.trim() === "";
          target.setCustomValidity(isKnown ? "" : "No label of this name that it can stand under.");
          if (isKnown) onChoose(parent?.id ?? null);
        }}
      />
    );
  return (
    <select
      aria-label={name}
      className="input"
      value={label.parent ?? ""}
      onChange={({ target }) => onChoose(target.value || null)}
    >
      <option value="">–</option>
      {possibleParents(labels, label.id).map((one) => (
        <option key={one.id} value={one.id}>
          {one.name}
        </option>
      ))}
    </select>
  );
}

/** The names that can be typed in `ParentField`. */
export function ParentNames({ labels, id }: { labels: readonly LabelDraft[]; id: string }) {
  if (labels.length <= TYPED) return null;
  return (
    <datalist id={id}>
      {labels.map((label) => label.key !== null && <option key={label.id} value={label.name} />)}
    </datalist>
  );
}
