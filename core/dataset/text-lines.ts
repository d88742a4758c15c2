import { checkTextStart, decodeUtf8 } from "./utf8";

/** The lines of a UTF-8 file that is held in memory, LF or CRLF; blank lines are skipped but counted. */
export function* decodeTextLines(bytes: Uint8Array): Generator<{ line: number; text: string }> {
  let line = 1;
  for (let from = checkTextStart(bytes); from < bytes.length; line++) {
    const found = bytes.indexOf(10, from);
    const end = found === -1 ? bytes.length : found;
    const text = decodeUtf8(bytes.subarray(from, end), { line, byteOffset: from }).trim();
    if (text !== "") yield { line, text };
    from = end + 1;
  }
}
