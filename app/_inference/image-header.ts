/** What decoding must know of a file before the browser decodes it. */

const ascii = (bytes: Uint8Array, at: number, length: number) =>
  String.fromCharCode(...bytes.subarray(at, at + length));
const uint16 = (bytes: Uint8Array, at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const uint32 = (bytes: Uint8Array, at: number) => uint16(bytes, at) * 65536 + uint16(bytes, at + 2);
const isPng = (bytes: Uint8Array) => ascii(bytes, 0, 8) === "\x89PNG\r\n\x1a\n";
const isWebp = (bytes: Uint8Array) => ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 4) === "WEBP";

/** Whether the file may hold transparency: a 2D canvas keeps such pixels premultiplied, which changes their colour. */
export function mayHaveAlpha(bytes: Uint8Array): boolean {
  if (isWebp(bytes)) {
    const chunk = ascii(bytes, 12, 4);
    return chunk === "VP8L" || (chunk === "VP8X" && ((bytes[20] ?? 0) & 0x10) !== 0);
  }
  if (!isPng(bytes)) return ascii(bytes, 0, 3) === "GIF";
  if (((bytes[25] ?? 0) & 4) !== 0) return true;
  for (let at = 8; at + 8 <= bytes.length; at += 12 + uint32(bytes, at)) {
    const type = ascii(bytes, at + 4, 4);
    if (type === "tRNS") return true;
    if (type === "IDAT") return false;
  }
  return false;
}

/**
 * The file with its orientation tag set to "upright": training pipelines do not rotate, and browsers rotate even with
 * `imageOrientation: "none"`. The same array where there is nothing to change.
 */
export function withoutOrientation(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = orientationAt(bytes);
  if (at === null) return bytes;
  const copy = bytes.slice();
  copy.set(at.isLittleEndian ? [1, 0] : [0, 1], at.offset);
  return copy;
}

/** Where a JPEG keeps the value of tag 0x0112, if it is another than 1. */
function orientationAt(bytes: Uint8Array): { offset: number; isLittleEndian: boolean } | null {
  if (uint16(bytes, 0) !== 0xffd8) return null;
  for (
    let at = 2;
    at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda;
    at += 2 + uint16(bytes, at + 2)
  ) {
    if (bytes[at + 1] === 0xe1 && ascii(bytes, at + 4, 6) === "Exif\0\0") return orientationInTiff(bytes, at + 10);
    if (uint16(bytes, at + 2) < 2) return null;
  }
  return null;
}

function orientationInTiff(bytes: Uint8Array, start: number) {
  const isLittleEndian = ascii(bytes, start, 2) === "II";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (start + 8 > view.byteLength) return null;
  const directory = start + view.getUint32(start + 4, isLittleEndian);
  if (directory + 2 > view.byteLength) return null;
  const count = view.getUint16(directory, isLittleEndian);
  for (let k = 0; k < count; k++) {
    const entry = directory + 2 + 12 * k;
    if (entry + 12 > view.byteLength) return null;
    if (view.getUint16(entry, isLittleEndian) !== 0x0112) continue;
    return view.getUint16(entry + 8, isLittleEndian) === 1 ? null : { offset: entry + 8, isLittleEndian };
  }
  return null;
}
