import type { DatasetRecord } from "./dataset-record";
import { writeRecordLine } from "./record-line";
import { checkTextStart, concat, decodeOrNull, decodeUtf8 } from "./utf8";

export const MAX_LINE_BYTES = 16 * 2 ** 20;

/** One line that is not blank; `byteOffset` is where it begins and `endOffset` where the next line begins. */
export type JsonlLine = { line: number; byteOffset: number; endOffset: number } & (
  | { raw: string; error?: never }
  | { error: { code: "row-too-long"; message: string }; raw?: never }
);

const LF = 10;
const CR = 13;
const BRACE = 123;

type Start = { line: number; byteOffset: number };
const FIRST: Start = { line: 1, byteOffset: 0 };

/**
 * The lines of a UTF-8 file, LF or CRLF, one at a time; blank lines are skipped but counted. A line beyond 16 MiB is reported
 * and passed over without being held in memory. Bytes that are not UTF-8 end the file with `DatasetFileError`, as do UTF-16,
 * gzip and zip.
 *
 * @param start continues in the middle of a file: the number and offset of the first line that `chunks` hold.
 */
export async function* readJsonl(
  chunks: AsyncIterable<Uint8Array>,
  start: Start = FIRST,
  maxLineBytes = MAX_LINE_BYTES,
): AsyncGenerator<JsonlLine> {
  for await (const lines of readJsonlBatches(chunks, start, maxLineBytes)) yield* lines;
}

/** `readJsonl`, all lines of a chunk at once. What stands before a wrong sequence is given before the error is thrown. */
export async function* readJsonlBatches(
  chunks: AsyncIterable<Uint8Array>,
  start: Start = FIRST,
  maxLineBytes = MAX_LINE_BYTES,
): AsyncGenerator<JsonlLine[]> {
  const cutter = new LineCutter(start, maxLineBytes);
  for await (const chunk of chunks) {
    const lines: JsonlLine[] = [];
    try {
      cutter.cutChunk(chunk, lines);
    } catch (error) {
      yield lines;
      throw error;
    }
    yield lines;
  }
  const last = cutter.cut(0);
  if (last) yield [last];
}

const isBlank = (raw: string) => raw.charCodeAt(0) !== BRACE && /^[ \t]*$/.test(raw);

/** Gathers the parts of one line at a time. */
class LineCutter {
  private parts: Uint8Array[] = [];
  private length = 0;
  private line: number;
  private offset: number;

  constructor(
    start: { line: number; byteOffset: number },
    private readonly maxLineBytes: number,
  ) {
    this.line = start.line;
    this.offset = start.byteOffset;
  }

  /** Cuts what the chunk completes; the rest is kept for the next one. */
  cutChunk(chunk: Uint8Array, lines: JsonlLine[]): void {
    const first = chunk.indexOf(LF);
    const end = chunk.lastIndexOf(LF) + 1;
    if (first !== -1) {
      this.cutLines(chunk.subarray(0, first + 1), lines);
      const whole = chunk.subarray(first + 1, end);
      if (!this.cutDecoded(whole, lines)) this.cutLines(whole, lines);
    }
    if (end < chunk.length) this.add(chunk.slice(end));
  }

  private cutLines(bytes: Uint8Array, lines: JsonlLine[]): void {
    let from = 0;
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, from)) {
      this.add(bytes.subarray(from, end));
      from = end + 1;
      const line = this.cut(1);
      if (line) lines.push(line);
    }
  }

  /** Whole lines decoded in one go, several times faster; false when one of them needs a closer look. */
  private cutDecoded(bytes: Uint8Array, lines: JsonlLine[]): boolean {
    if (bytes.length > this.maxLineBytes) return false;
    const text = decodeOrNull(bytes);
    if (text === null) return false;
    let from = 0;
    let byteFrom = 0;
    // no byte of a longer sequence is a line feed: the n-th one here is the n-th one there
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", from)) {
      const byteEnd = bytes.indexOf(LF, byteFrom) + 1;
      const raw = text.slice(from, text.charCodeAt(end - 1) === CR && end > from ? end - 1 : end);
      const byteOffset = this.offset;
      this.offset += byteEnd - byteFrom;
      if (!isBlank(raw)) lines.push({ line: this.line, byteOffset, endOffset: this.offset, raw });
      this.line++;
      from = end + 1;
      byteFrom = byteEnd;
    }
    return true;
  }

  private add(part: Uint8Array): void {
    this.length += part.length;
    if (this.length > this.maxLineBytes) this.parts = [];
    else this.parts.push(part);
  }

  /** Ends the line, which `terminator` more bytes close; null when it is blank. */
  cut(terminator: 0 | 1): JsonlLine | null {
    const place = { line: this.line, byteOffset: this.offset, endOffset: this.offset + this.length + terminator };
    const [parts, length] = [this.parts, this.length];
    this.parts = [];
    this.length = 0;
    this.offset = place.endOffset;
    this.line++;
    if (length > this.maxLineBytes) {
      const message = `The line has ${length} bytes; at most ${this.maxLineBytes} are allowed.`;
      return { ...place, error: { code: "row-too-long", message } };
    }
    let bytes = parts.length === 1 ? (parts[0] as Uint8Array) : concat(parts);
    if (place.byteOffset === 0) {
      const mark = checkTextStart(bytes);
      bytes = bytes.subarray(mark);
      place.byteOffset += mark;
    }
    if (bytes.at(-1) === CR) bytes = bytes.subarray(0, -1);
    const raw = decodeUtf8(bytes, place);
    return isBlank(raw) ? null : { ...place, raw };
  }
}

/** The whole of `items.jsonl`, line by line, each with its line feed. */
export function* writeJsonl(records: Iterable<DatasetRecord>): Generator<string> {
  for (const record of records) yield `${writeRecordLine(record)}\n`;
}
