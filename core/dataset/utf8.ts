import { DatasetFileError } from "./dataset-problem";

const SIGNATURES: readonly { bytes: readonly number[]; code: "encoding" | "format-unknown"; message: string }[] = [
  { bytes: [0xff, 0xfe], code: "encoding", message: "The file is UTF-16 (little-endian); save it as UTF-8." },
  { bytes: [0xfe, 0xff], code: "encoding", message: "The file is UTF-16 (big-endian); save it as UTF-8." },
  { bytes: [0x1f, 0x8b], code: "format-unknown", message: "The file is compressed with gzip; unpack it first." },
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    code: "format-unknown",
    message: "The file is a zip archive; unpack it, or choose an archive format.",
  },
];

/** Refuses a file that is no UTF-8 text by its first bytes, and says what it is; returns the length of a byte order mark. */
export function checkTextStart(head: Uint8Array): 0 | 3 {
  const found = SIGNATURES.find(({ bytes }) => bytes.every((byte, i) => head[i] === byte));
  if (found) throw new DatasetFileError(found.code, found.message, { byteOffset: 0 });
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
}

/**
 * Where the first sequence begins that is not UTF-8 (overlong forms, surrogates and values beyond U+10FFFF included);
 * -1 when all is well.
 */
export function firstInvalidUtf8(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] as number;
    const length =
      lead < 0x80
        ? 1
        : lead >= 0xc2 && lead <= 0xdf
          ? 2
          : lead >= 0xe0 && lead <= 0xef
            ? 3
            : lead >= 0xf0 && lead <= 0xf4
              ? 4
              : 0;
    if (length === 0 || !hasTail(bytes, at, length)) return at;
    at += length;
  }
  return -1;
}

function hasTail(bytes: Uint8Array, at: number, length: number): boolean {
  for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return false;
  const [lead, second] = [bytes[at] as number, bytes[at + 1] ?? 0];
  if (lead === 0xe0) return second >= 0xa0;
  if (lead === 0xed) return second < 0xa0;
  if (lead === 0xf0) return second >= 0x90;
  return lead !== 0xf4 || second < 0x90;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text, or null when the bytes are not UTF-8. */
export function decodeOrNull(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** Decodes a piece of a file; `byteOffset` is where the piece begins there. */
export function decodeUtf8(
  bytes: Uint8Array,
  { line, byteOffset }: { line: number | null; byteOffset: number },
): string {
  const text = decodeOrNull(bytes);
  if (text !== null) return text;
  const at = byteOffset + Math.max(0, firstInvalidUtf8(bytes));
  const where = line === null ? `byte ${at}` : `line ${line}, byte ${at}`;
  throw new DatasetFileError("encoding", `The file is not UTF-8: the first wrong sequence is at ${where}.`, {
    line,
    byteOffset: at,
  });
}

/** The text of a UTF-8 file in pieces that never end inside a character; the byte order mark is dropped. */
export async function* decodeChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest: Uint8Array = new Uint8Array();
  let offset = 0;
  let isStart = true;
  for await (const chunk of chunks) {
    let bytes = concat([rest, chunk]);
    if (isStart && bytes.length < 4) {
      rest = bytes;
      continue;
    }
    if (isStart) [bytes, offset] = [bytes.subarray(checkTextStart(bytes)), checkTextStart(bytes)];
    isStart = false;
    const end = completeLength(bytes);
    yield decodeUtf8(bytes.subarray(0, end), { line: null, byteOffset: offset });
    offset += end;
    rest = bytes.slice(end);
  }
  if (isStart) rest = rest.subarray(checkTextStart(rest));
  if (rest.length > 0) yield decodeUtf8(rest, { line: null, byteOffset: offset });
}

/** The length without a character that the end cuts. */
function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.length - back : bytes.length;
    if (byte < 0x80) break;
  }
  return bytes.length;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
