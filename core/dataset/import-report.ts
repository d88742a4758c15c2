import type { RowCode } from "./dataset-problem";
import { DatasetFileError } from "./dataset-problem";
import type { Normalised, ProbabilityScale } from "./dataset-record";
import type { RowCounts } from "./parse-record";

export type Tally = { total: number; accepted: number; rejected: number; duplicates: number };
export type ImportPolicy = { onExistingId: "skip" | "update" | "fail"; scale: ProbabilityScale; sumTolerance: number };
export type ImportedFile = { name: string; bytes: number; sha256: string; encoding: string; detected: string };

/** What one import did, row by row; kept with the import for ever. */
export type ImportReport = {
  format: 1;
  kind: "concord-import-report";
  state: string;
  file: ImportedFile;
  policy: ImportPolicy;
} & Tally & {
    created: number;
    updated: number;
    annotations: Tally;
    predictions: Tally;
    normalised: Normalised;
    codes: Record<string, number>;
    /** Pairs of line numbers: the duplicate and the row that it repeats. */
    duplicateLines: [line: number, firstLine: number][];
    rejects: string | null;
    warnings: string[];
  };

/** One line of `rejects.jsonl`; `raw` is the row as it stands in the file. */
export type Reject = { line: number; code: RowCode; field: string; message: string; raw: string };

const newTally = (): Tally => ({ total: 0, accepted: 0, rejected: 0, duplicates: 0 });
/** As many warnings and duplicate lines are listed; the counts go on. */
const LISTED = 1000;

/** Counts rows while a file is imported or tried. Every row must be counted exactly once. */
export class ImportCounter {
  private readonly rows = newTally();
  private readonly annotations = newTally();
  private readonly predictions = newTally();
  private readonly normalised: Normalised = { labelNames: 0, ids: 0, probsSumOff: 0, probsClamped: 0 };
  private readonly codes = new Map<RowCode, number>();
  private readonly duplicateLines: [number, number][] = [];
  private readonly warnings: string[] = [];
  private created = 0;
  private updated = 0;

  accept(result: "created" | "updated", row: { counts: RowCounts; normalised: Normalised }): void {
    this.count("accepted", row.counts);
    this[result]++;
    for (const key of Object.keys(this.normalised) as (keyof Normalised)[]) this.normalised[key] += row.normalised[key];
  }

  reject(code: RowCode, counts: RowCounts): void {
    this.count("rejected", counts);
    this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
  }

  duplicate(line: number, firstLine: number, counts: RowCounts): void {
    this.count("duplicates", counts);
    if (this.duplicateLines.length < LISTED) this.duplicateLines.push([line, firstLine]);
  }

  warn(line: number, message: string): void {
    if (this.warnings.length < LISTED) this.warnings.push(`Line ${line}: ${message}`);
  }

  /**
   * The report. Throws when a number does not add up: `total` is what an independent counter saw in the file.
   *
   * @param end.rejects name of the file with the rejected rows, null when there is none.
   */
  finishReport(end: {
    state: string;
    file: ImportedFile;
    policy: ImportPolicy;
    total: number;
    rejects: string | null;
  }): ImportReport {
    for (const { total, accepted, rejected, duplicates } of [this.rows, this.annotations, this.predictions]) {
      if (total !== accepted + rejected + duplicates) throw new Error("The counts of the import do not add up.");
    }
    if (this.rows.total !== end.total)
      throw new Error(`The file has ${end.total} rows; ${this.rows.total} were counted.`);
    if (this.rows.accepted !== this.created + this.updated)
      throw new Error("Accepted rows are not created plus updated rows.");
    return {
      format: 1,
      kind: "concord-import-report",
      state: end.state,
      file: end.file,
      policy: end.policy,
      ...this.rows,
      created: this.created,
      updated: this.updated,
      annotations: { ...this.annotations },
      predictions: { ...this.predictions },
      normalised: { ...this.normalised },
      codes: Object.fromEntries(this.codes),
      duplicateLines: [...this.duplicateLines],
      rejects: end.rejects,
      warnings: [...this.warnings],
    };
  }

  private count(result: "accepted" | "rejected" | "duplicates", counts: RowCounts): void {
    for (const [tally, n] of [
      [this.rows, 1],
      [this.annotations, counts.annotations],
      [this.predictions, counts.predictions],
    ] as const) {
      tally.total += n;
      tally[result] += n;
    }
  }
}

export type LedgerEntry = { result: "new" } | { result: "duplicate" | "id-conflict"; firstLine: number };

/** Which ids a file has had so far, with a short hash of their rows, so that repeated ids can be judged. */
export class RowLedger {
  private readonly rows = new Map<string, { line: number; fingerprint: string }>();

  constructor(private readonly maxRows = 5_000_000) {}

  /** `fingerprint` is equal for rows of equal content, for instance a hash of the canonical line. */
  enter(id: string, line: number, fingerprint: string): LedgerEntry {
    const first = this.rows.get(id);
    if (first)
      return { result: first.fingerprint === fingerprint ? "duplicate" : "id-conflict", firstLine: first.line };
    if (this.rows.size >= this.maxRows)
      throw new DatasetFileError("too-large", `The file has more than ${this.maxRows} rows.`, { line });
    this.rows.set(id, { line, fingerprint });
    return { result: "new" };
  }
}

/** One line of `rejects.jsonl`, without its line feed. */
export function writeReject({ line, code, field, message, raw }: Reject): string {
  return JSON.stringify({ line, code, field, message, raw });
}
