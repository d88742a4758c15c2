import type { DatasetRecord } from "./dataset-record";
import { writeRecordLine } from "./record-line";
import { checkTextStart, concat, decodeUtf8 } from "./utf8";

export const MAX_LINE_BYTES = 16 * 2 ** 20;

/** One line that is not blank; `byteOffset` is where it begins and `endOffset` where the next line begins. */
export type JsonlLine = { line: number; byteOffset: number; endOffset: number } & (
  | { raw: string; error?: never }
  | { error: { code: "row-too-long"; message: string }; raw?: never }
);

const LF = 10;
const CR = 13;

/**
 * The lines of a UTF-8 file, LF or CRLF, one at a time; blank lines are skipped but counted. A line beyond 16 MiB is reported
 * and passed over without being held in memory. Bytes that are not UTF-8 end the file with `DatasetFileError`, as do UTF-16,
 * gzip and zip.
 *
 * @param start continues in the middle of a file: the number and offset of the first line that `chunks` hold.
 */
export async function* readJsonl(
  chunks: AsyncIterable<Uint8Array>,
  start: { line: number; byteOffset: number } = { line: 1, byteOffset: 0 },
  maxLineBytes = MAX_LINE_BYTES,
): AsyncGenerator<JsonlLine> {
  const lines = new LineCutter(start, maxLineBytes);
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, from)) {
      lines.add(chunk.subarray(from, end));
      from = end + 1;
      const line = lines.cut(1);
      if (line) yield line;
    }
    if (from < chunk.length) lines.add(chunk.slice(from));
  }
  const last = lines.cut(0);
  if (last) yield last;
}

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

  add(part: Uint8Array): void {
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
    return /^[ \t]*$/.test(raw) ? null : { ...place, raw };
  }
}

/** The whole of `items.jsonl`, line by line, each with its line feed. */
export function* writeJsonl(records: Iterable<DatasetRecord>): Generator<string> {
  for (const record of records) yield `${writeRecordLine(record)}\n`;
}
