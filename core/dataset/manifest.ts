import { z } from "zod";
import { compareCodePoints } from "../stable-hash";
import { SchemaRun } from "./schema-file";

const Hash = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const count = z.int().min(0);
const counts = z.record(z.string(), count);
const options = z.record(z.string(), z.unknown());

export const ManifestFile = z.strictObject({
  path: z.string().min(1),
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type ManifestFile = z.infer<typeof ManifestFile>;

/** What an export says about itself. Unknown keys of other versions are kept. */
export const Manifest = z.looseObject({
  format: z.literal(1),
  kind: z.literal("concord-export"),
  project: z.string(),
  snapshot: z.looseObject({
    number: z.int().positive(),
    /** The last event that the snapshot includes. */
    seq: count,
    createdAt: z.string(),
    createdBy: z.string(),
    note: z.string().nullable(),
  }),
  contentHash: Hash,
  filesHash: Hash,
  target: z.string(),
  targetOptions: options,
  filters: options,
  counts: z.looseObject({
    items: count,
    givenLabels: count,
    predictions: count,
    models: count,
    annotations: count,
    skips: count,
    annotators: count,
    adjudications: count,
    resolved: count,
    byClass: counts,
    bySource: counts,
    bySplit: counts,
    byStatus: counts,
    leftOut: z.looseObject({ undecidable: count, excluded: count }),
  }),
  labelSchema: options,
  consensus: options,
  runs: z.array(SchemaRun),
  losses: z.array(z.strictObject({ what: z.string(), count, why: z.string() })),
  exportedAt: z.string(),
  exportedBy: z.string(),
  producer: z.looseObject({ name: z.string(), version: z.string() }),
  files: z.array(ManifestFile),
});
export type Manifest = z.infer<typeof Manifest>;

/** SHA-256 of a text in UTF-8, as 64 hexadecimal digits. */
export type Sha256 = (text: string) => string;

/** A manifest from what the exporter knows; hashes are computed, files sorted by path. */
export function buildManifest(
  parts: Omit<Manifest, "format" | "kind" | "filesHash" | "contentHash" | "files"> & {
    files: readonly ManifestFile[];
    snapshotFiles: { items: string; schema: string };
  },
  sha256: Sha256,
): Manifest {
  const { files, snapshotFiles, project, snapshot, ...rest } = parts;
  return Manifest.parse({
    format: 1,
    kind: "concord-export",
    project,
    snapshot,
    contentHash: contentHash(snapshotFiles, sha256),
    filesHash: filesHash(files, sha256),
    ...rest,
    files: sortedByPath(files),
  });
}

/** UTF-8 byte order of paths is their code point order. */
function sortedByPath<F extends { path: string }>(files: readonly F[]): F[] {
  return [...files].sort((a, b) => compareCodePoints(a.path, b.path));
}

/** `sha256:` of the lines that `sha256sum` prints for the files, sorted by the bytes of their paths. */
export function filesHash(files: readonly { path: string; sha256: string }[], sha256: Sha256): string {
  return `sha256:${sha256(
    sortedByPath(files)
      .map((file) => `${file.sha256}  ${file.path}\n`)
      .join(""),
  )}`;
}

/** The hash of a snapshot, the same in every export of it; given the hashes of its two files. */
export function contentHash({ items, schema }: { items: string; schema: string }, sha256: Sha256): string {
  return `sha256:${sha256(`${items}  items.jsonl\n${schema}  schema.json\n`)}`;
}

const KEY_ORDER = [
  ..."format kind project snapshot contentHash filesHash target targetOptions filters counts labelSchema consensus runs losses".split(
    " ",
  ),
  ..."exportedAt exportedBy producer files".split(" "),
];

/** `manifest.json` as it is written. */
export function writeManifest(manifest: Manifest): string {
  const known = new Map(Object.entries(manifest));
  const rest = [...known].filter(([key]) => !KEY_ORDER.includes(key));
  const ordered = KEY_ORDER.flatMap((key) => (known.has(key) ? [[key, known.get(key)] as const] : []));
  return `${JSON.stringify(Object.fromEntries([...ordered, ...rest]), null, 1)}\n`;
}
