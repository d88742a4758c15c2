import * as crypto from "node:crypto";
import type { RowCode } from "@/core/dataset/dataset-problem";
import type { DatasetAnnotation, DatasetRecord, MetaValue } from "@/core/dataset/dataset-record";
import type { MediaType } from "@/core/label-set/label-set";
import { canonicalJson } from "@/core/stable-hash";
import type { ItemRow } from "@/db/queries/items";
import { differsInPayload, judgedContent, type RowFiles } from "./row-files";

/** What one row of a file will do; decided before anything is written. */
export type RowDecision =
  | { result: "create" | "update" | "merge"; record: DatasetRecord; files: RowFiles }
  | { result: "duplicate"; firstLine: number; differs: boolean; record: DatasetRecord }
  | { result: "reject"; code: RowCode; field: string; message: string };

/** In one call where Node has it (20.12): twice as fast for short texts. */
export const sha256Of = (text: string) =>
  typeof crypto.hash === "function"
    ? crypto.hash("sha256", text)
    : crypto.createHash("sha256").update(text).digest("hex");

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Maps to plain objects, deeply, so that they can be stored; `__proto__` stays an own key. */
export function plainExtra(extra: ReadonlyMap<string, unknown>): Record<string, unknown> | null {
  if (extra.size === 0) return null;
  return Object.fromEntries([...extra].map(([key, value]) => [key, value instanceof Map ? plainExtra(value) : value]));
}

export const plainMeta = (meta: ReadonlyMap<string, MetaValue>): Record<string, MetaValue> | null =>
  meta.size === 0 ? null : Object.fromEntries(meta);

/** What is judged of an item as one hash, of its canonical JSON: equal content, equal hash, whatever the id. */
export const contentHashOf = (record: DatasetRecord, files: RowFiles, media: MediaType): string =>
  sha256Of(judgedContent(record, files, media) ?? "{}");

/** A UUID (version 8) made of a hash. */
const uuidFrom = (hex: string) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;

/** Key of an imported answer: its uid, else what it says, so that a second import finds it again. */
export function annotationKey(externalId: string, annotation: DatasetAnnotation): string {
  const { annotator, at, kind, label } = annotation;
  return annotation.uid ?? uuidFrom(sha256Of(canonicalJson({ externalId, annotator, at, kind, label })));
}

const sameJson = (a: unknown, b: unknown) =>
  (a ?? null) === (b ?? null) || (isPlain(a) && isPlain(b) && canonicalJson(a) === canonicalJson(b));

/** Which stored fields a row would change; an absent field leaves the stored one. */
export function changedFields(item: ItemRow, record: DatasetRecord, files: RowFiles, givenKey: string | null) {
  const changed: ("payload" | "label" | "split" | "meta")[] = [];
  if (differsInPayload(item, record, files)) changed.push("payload");
  if (record.label !== null && givenKey !== item.given) changed.push("label");
  if (record.split !== null && record.split !== item.split) changed.push("split");
  if (record.meta.size > 0 && !sameJson(plainMeta(record.meta), item.meta)) changed.push("meta");
  return changed;
}
