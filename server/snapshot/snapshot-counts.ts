import type { DatasetRecord } from "@/core/dataset/dataset-record";
import { namesIn } from "@/core/dataset/dataset-value";

const bump = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
const plain = (counts: Map<string, number>) => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Counts records as they pass, for manifests. */
export class SnapshotCounter {
  private items = 0;
  private givenLabels = 0;
  private predictions = 0;
  private annotations = 0;
  private skips = 0;
  private adjudications = 0;
  private resolved = 0;
  private readonly models = new Set<string>();
  private readonly annotators = new Set<string>();
  private readonly byClass = new Map<string, number>();
  private readonly bySource = new Map<string, number>();
  private readonly bySplit = new Map<string, number>();
  private readonly byStatus = new Map<string, number>();
  private readonly leftOut = { undecidable: 0, excluded: 0 };

  /** A record that was left out because nobody could decide it, or somebody excluded it. */
  leave(status: "undecidable" | "excluded") {
    this.leftOut[status]++;
  }

  add(record: DatasetRecord) {
    this.items++;
    if (record.label !== null) this.givenLabels++;
    this.predictions += record.predictions.length;
    for (const prediction of record.predictions) this.models.add(prediction.model);
    for (const annotation of record.annotations) {
      this.annotators.add(annotation.annotator);
      if (annotation.kind === "label") this.annotations++;
      if (annotation.kind === "skip") this.skips++;
    }
    this.adjudications += record.adjudications.length;
    const label = record.resolved?.label ?? null;
    if (label !== null) {
      this.resolved++;
      for (const name of namesIn(label)) bump(this.byClass, name);
    }
    bump(this.bySource, record.resolved?.source ?? "none");
    bump(this.bySplit, record.split ?? "none");
    bump(this.byStatus, record.resolved?.status ?? "untouched");
  }

  counts() {
    return {
      items: this.items,
      givenLabels: this.givenLabels,
      predictions: this.predictions,
      models: this.models.size,
      annotations: this.annotations,
      skips: this.skips,
      annotators: this.annotators.size,
      adjudications: this.adjudications,
      resolved: this.resolved,
      byClass: plain(this.byClass),
      bySource: plain(this.bySource),
      bySplit: plain(this.bySplit),
      byStatus: plain(this.byStatus),
      leftOut: { ...this.leftOut },
    };
  }
}
