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

/**
 * Which ids a file has had so far, with a short hash of their rows, so that repeated ids can be judged. Ids are kept as 106 bits
 * of hash in flat arrays: millions of them fit, and nothing is left for the garbage collector.
 */
export class RowLedger {
  private size = 0;
  private slots = newSlots(1024);

  constructor(private readonly maxRows = 5_000_000) {}

  /** `content` is equal for rows of equal content, for instance the line as it stands. */
  enter(id: string, line: number, content: string): LedgerEntry {
    const high = textFingerprint(id, 1);
    const low = textFingerprint(id, 2);
    const at = slotOf(this.slots, high, low);
    const firstLine = this.slots.lines[at] as number;
    if (firstLine !== 0) {
      const isSame = this.slots.contents[at] === textFingerprint(content, 0);
      return { result: isSame ? "duplicate" : "id-conflict", firstLine };
    }
    if (this.size >= this.maxRows)
      throw new DatasetFileError("too-large", `The file has more than ${this.maxRows} rows.`, { line });
    put(this.slots, at, { high, low, content: textFingerprint(content, 0), line });
    this.size++;
    if (2 * this.size > this.slots.lines.length) this.slots = doubled(this.slots);
    return NEW_ENTRY;
  }
}

const NEW_ENTRY: LedgerEntry = { result: "new" };

/** Open addressing with linear probing; a line of 0 marks a free slot. */
type Slots = { high: Float64Array; low: Float64Array; contents: Float64Array; lines: Float64Array };

function newSlots(length: number): Slots {
  const column = () => new Float64Array(length);
  return { high: column(), low: column(), contents: column(), lines: column() };
}

/** Where this id stands, or the free slot where it belongs; the length is a power of two. */
function slotOf(slots: Slots, high: number, low: number): number {
  const mask = slots.lines.length - 1;
  let at = low & mask;
  while (slots.lines[at] !== 0 && (slots.high[at] !== high || slots.low[at] !== low)) at = (at + 1) & mask;
  return at;
}

function put(slots: Slots, at: number, row: { high: number; low: number; content: number; line: number }): void {
  slots.high[at] = row.high;
  slots.low[at] = row.low;
  slots.contents[at] = row.content;
  slots.lines[at] = row.line;
}

function doubled(slots: Slots): Slots {
  const larger = newSlots(2 * slots.lines.length);
  for (let from = 0; from < slots.lines.length; from++) {
    const line = slots.lines[from] as number;
    if (line === 0) continue;
    const [high, low] = [slots.high[from] as number, slots.low[from] as number];
    put(larger, slotOf(larger, high, low), { high, low, content: slots.contents[from] as number, line });
  }
  return larger;
}

/**
 * 53 bits of a text: equal for equal texts and one seed; two that differ share them once in 9 x 10^15.
 *
 * Not cryptographic. Cost: O(length). Two multiplicative hashes of the UTF-16 units side by side, each finished as in MurmurHash3.
 */
export function textFingerprint(raw: string, seed: number): number {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ Math.imul(seed, 0x27d4eb2f);
  for (let at = 0; at < raw.length; at++) {
    const unit = raw.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x5f356495);
    // a multiplication moves bits up alone
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  a ^= raw.length;
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return (b & 0x1fffff) * 0x1_0000_0000 + (a >>> 0);
}

/** One line of `rejects.jsonl`, without its line feed. */
export function writeReject({ line, code, field, message, raw }: Reject): string {
  return JSON.stringify({ line, code, field, message, raw });
}
