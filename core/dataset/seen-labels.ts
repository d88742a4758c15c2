import { parseLabelName } from "../label-set/label-name";
import { compareCodePoints } from "../stable-hash";
import { isObject } from "./json-row";

/**
 * Gathers the label names of a file that comes without a label set: those in `label`, in the keys of `probs` and in annotations.
 * Reads rows as they are in the file, also those that would be rejected for want of an order; what is no name is passed over.
 */
export class SeenLabels {
  private readonly counts = new Map<string, number>();

  add(row: unknown): void {
    if (!isObject(row)) return;
    this.note(row.label, 1);
    for (const prediction of listOf(row.predictions)) this.noteKeys(isObject(prediction) ? prediction.probs : null);
    this.noteKeys(row.probs);
    for (const annotation of listOf(row.annotations)) if (isObject(annotation)) this.note(annotation.label, 0);
  }

  /** Names by code point, with how often each is a given label: a proposal that a person confirms or re-orders. */
  names(): { name: string; given: number }[] {
    return [...this.counts].map(([name, given]) => ({ name, given })).sort((a, b) => compareCodePoints(a.name, b.name));
  }

  private noteKeys(probs: unknown): void {
    if (isObject(probs)) for (const name of Object.keys(probs)) this.note(name, 0);
  }

  private note(value: unknown, given: 0 | 1): void {
    const parsed = parseLabelName(typeof value === "number" && Number.isSafeInteger(value) ? String(value) : value);
    if (parsed.ok) this.counts.set(parsed.name, (this.counts.get(parsed.name) ?? 0) + given);
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
