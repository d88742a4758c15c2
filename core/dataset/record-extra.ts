import { describeType } from "../label-set/label-name";
import { RowProblem } from "./dataset-problem";
import { type DatasetRecord, type Extra, NONE } from "./dataset-record";
import { isObject, type JsonObject } from "./json-row";
import { isAbsent, unknownEntries } from "./record-fields";

/** Bytes of `extra` that are kept per item. */
export const MAX_EXTRA_BYTES = 65_536;

const KNOWN = new Set(
  "id text image audio data sha256 label split group observedAt meta predictions annotations adjudications embedding excluded resolved extra".split(
    " ",
  ),
);

/**
 * `extra` of a row: what its own `extra` says, unknown keys of the row under `item`, nested meta values under `meta`. Entries
 * under `annotations` and `predictions` move to the annotation (by uid) or prediction (by model) that they belong to.
 */
export function collectExtra(
  json: JsonObject,
  record: DatasetRecord,
  { originalId, nestedMeta }: { originalId: string | null; nestedMeta: Extra },
): Extra {
  if (!isAbsent(json.extra) && !isObject(json.extra)) {
    throw new RowProblem("field-limit", "extra", `Expected an object; found ${describeType(json.extra)}.`);
  }
  const unread = unknownEntries(json, KNOWN);
  if (isAbsent(json.extra) && unread.size === 0 && nestedMeta.size === 0 && originalId === null) return NONE;
  const extra = new Map<string, unknown>(Object.entries(json.extra ?? {}));
  addAll(extra, "item", [...unread]);
  addAll(extra, "meta", [...nestedMeta]);
  if (originalId !== null) extra.set("originalId", originalId);
  const byUid = new Map(
    record.annotations.flatMap((annotation) => (annotation.uid === null ? [] : [[annotation.uid, annotation]])),
  );
  const byModel = new Map(record.predictions.map((prediction) => [prediction.model, prediction]));
  handDown(extra, "annotations", byUid);
  handDown(extra, "predictions", byModel);
  return extra;
}

function addAll(extra: Map<string, unknown>, key: string, entries: readonly [string, unknown][]): void {
  if (entries.length === 0) return;
  const known = extra.get(key);
  extra.set(key, Object.fromEntries([...(isObject(known) ? Object.entries(known) : []), ...entries]));
}

type Owner = { extra: Extra };

function handDown(extra: Map<string, unknown>, key: string, owners: ReadonlyMap<string, Owner>): void {
  const given = extra.get(key);
  if (!isObject(given)) return;
  const left: [string, unknown][] = [];
  for (const [name, value] of Object.entries(given)) {
    const owner = owners.get(name);
    if (!owner || !isObject(value)) left.push([name, value]);
    else owner.extra = new Map([...owner.extra, ...Object.entries(value).filter(([inner]) => !owner.extra.has(inner))]);
  }
  if (left.length > 0) extra.set(key, Object.fromEntries(left));
  else extra.delete(key);
}

/** `extra` as it stands in a file: what belongs to annotations and predictions is gathered again. */
export function gatherExtra({ extra, annotations, predictions }: DatasetRecord): Extra {
  const gathered = new Map(extra);
  const owned = (entries: readonly (readonly [string, Extra])[]) =>
    new Map(
      entries.filter(([, inner]) => inner.size > 0).map(([name, inner]) => [name, Object.fromEntries(inner)] as const),
    );
  addAll(gathered, "annotations", [
    ...owned(annotations.flatMap((a) => (a.uid === null ? [] : [[a.uid, a.extra] as const]))),
  ]);
  addAll(gathered, "predictions", [...owned(predictions.map((p) => [p.model, p.extra] as const))]);
  return gathered;
}

const encoder = new TextEncoder();

/** Drops the largest entries until `extra` fits; a warning names each. The row itself is kept. */
export function limitExtra(record: DatasetRecord, warnings: string[]): void {
  const isEmpty = ({ extra }: { extra: Extra }) => extra.size === 0;
  if (isEmpty(record) && record.annotations.every(isEmpty) && record.predictions.every(isEmpty)) return;
  while (sizeOf(Object.fromEntries(gatherExtra(record))) > MAX_EXTRA_BYTES) {
    const parts: { name: string; size: number; drop: () => void }[] = [];
    for (const [key, value] of record.extra) parts.push(...partsOf(record, key, value));
    for (const owner of [...record.annotations, ...record.predictions]) {
      for (const [key, value] of owner.extra)
        parts.push({ name: key, size: sizeOf(value), drop: () => dropEntry(owner, key) });
    }
    const largest = parts.reduce((a, b) => (b.size > a.size ? b : a));
    largest.drop();
    warnings.push(`extra is larger than ${MAX_EXTRA_BYTES} bytes; its entry "${largest.name}" was dropped.`);
  }
}

function dropEntry(owner: Owner, key: string): void {
  owner.extra = new Map([...owner.extra].filter(([other]) => other !== key));
}

function partsOf(owner: Owner, key: string, value: unknown): { name: string; size: number; drop: () => void }[] {
  if (!isObject(value) || Object.keys(value).length === 0)
    return [{ name: key, size: sizeOf(value), drop: () => dropEntry(owner, key) }];
  return Object.entries(value).map(([inner, entry]) => ({
    name: `${key}.${inner}`,
    size: sizeOf(entry) + inner.length,
    drop: () => {
      const left = Object.fromEntries(Object.entries(value).filter(([other]) => other !== inner));
      owner.extra = new Map([...owner.extra, [key, left]]);
    },
  }));
}

const sizeOf = (value: unknown) => encoder.encode(JSON.stringify(value) ?? "").length;
