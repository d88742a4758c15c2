import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { buildManifest, filesHash, Manifest, writeManifest } from "./manifest";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const zero = {
  items: 0,
  givenLabels: 0,
  predictions: 0,
  models: 0,
  annotations: 0,
  skips: 0,
  annotators: 0,
  adjudications: 0,
  resolved: 0,
};
const parts = {
  project: "p",
  snapshot: { number: 1, seq: 0, createdAt: "2026-03-05T00:00:00.000Z", createdBy: "a", note: null },
  target: "concord-jsonl",
  targetOptions: {},
  filters: { split: null },
  counts: { ...zero, byClass: {}, bySource: {}, bySplit: {}, byStatus: {}, leftOut: { undecidable: 0, excluded: 0 } },
  labelSchema: {},
  consensus: {},
  runs: [],
  losses: [],
  exportedAt: "2026-03-05T00:00:00.000Z",
  exportedBy: "a",
  producer: { name: "concord", version: "0.1.0" },
  files: ["🍐.png", "\ufb01.png", "a.jsonl"].map((path) => ({ path, bytes: path.length, sha256: sha256(path) })),
  snapshotFiles: { items: sha256("items"), schema: sha256("schema") },
};

describe("buildManifest", () => {
  const manifest = buildManifest(parts, sha256);

  it("sorts files by the bytes of their paths and hashes them as sha256sum prints them", () => {
    const paths = ["a.jsonl", "\ufb01.png", "🍐.png"];
    expect(manifest.files.map(({ path }) => path)).toEqual(paths);
    const lines = paths.map((path) => `${sha256(path)}  ${path}\n`).join("");
    expect(manifest.filesHash).toBe(`sha256:${sha256(lines)}`);
    expect(filesHash([...parts.files].reverse(), sha256)).toBe(manifest.filesHash);
  });

  it("keeps time and exporter out of the hashes", () => {
    const later = buildManifest({ ...parts, exportedAt: "2027-01-01T00:00:00.000Z", exportedBy: "b" }, sha256);
    expect([later.contentHash, later.filesHash]).toEqual([manifest.contentHash, manifest.filesHash]);
  });

  it("is read back, with unknown keys, and refused in a higher format", () => {
    const json = { ...JSON.parse(writeManifest(manifest)), more: 1 };
    expect(Manifest.parse(json)).toEqual({ ...manifest, more: 1 });
    expect(Manifest.safeParse({ ...json, format: 2 }).success).toBe(false);
  });
});
