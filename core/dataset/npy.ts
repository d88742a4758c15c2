import { DatasetFileError } from "./dataset-problem";

/** What stands in the file: f float, i signed and u unsigned integer, b true or false, U and S text. */
export type NpyKind = "f" | "i" | "u" | "b" | "U" | "S";

export interface NpyHeader {
  kind: NpyKind;
  /** Bytes of one element. */
  size: number;
  isBigEndian: boolean;
  /** Columns are contiguous: element (i, k) of an (N, K) array is at k N + i. */
  isFortran: boolean;
  shape: readonly number[];
  /** Product of the shape. */
  count: number;
  /** Where the elements begin. */
  dataOffset: number;
}

/** A header is at most this long, so this many bytes of a file are enough to parse it. */
export const MAX_NPY_HEADER = 65_536;
const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const SIZES: Readonly<Record<string, readonly number[]>> = { f: [2, 4, 8], i: [1, 2, 4, 8], u: [1, 2, 4, 8], b: [1] };

/**
 * Reads the header of a NumPy file, versions 1 to 3, and refuses what is not plain numbers or text.
 *
 * @param head the beginning of the file, at least MAX_NPY_HEADER bytes or all of it. Throws `DatasetFileError`.
 */
export function parseNpyHeader(head: Uint8Array): NpyHeader {
  if (MAGIC.some((byte, k) => head[k] !== byte))
    throw headerError("The file is no .npy file: its first bytes are others.");
  const major = head[6] ?? 0;
  if (head.length < 12 || major < 1 || major > 3) throw headerError(`.npy version ${major} is not known; 1 to 3 are.`);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const start = major === 1 ? 10 : 12;
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_NPY_HEADER)
    throw headerError(`The header has ${length} bytes; at most ${MAX_NPY_HEADER} are allowed.`);
  if (head.length < start + length) throw headerError("The file ends inside its header.");
  const text = String.fromCharCode(...head.subarray(start, start + length));
  const { descr, isFortran, shape } = parseDictionary(text.trim());
  const count = shape.reduce((product, axis) => product * axis, 1);
  if (!Number.isSafeInteger(count))
    throw new DatasetFileError("npy-shape", `The shape (${shape.join(", ")}) is too large.`);
  return { ...parseType(descr), isFortran, shape, count, dataOffset: start + length };
}

function headerError(message: string): DatasetFileError {
  return new DatasetFileError("npy-header", message, { byteOffset: 0 });
}

/** The dictionary literal with exactly descr, fortran_order and shape, in any order. */
function parseDictionary(text: string): { descr: string; isFortran: boolean; shape: number[] } {
  const inner = /^\{\s*(.*?),?\s*\}$/s.exec(text)?.[1];
  if (inner === undefined) throw headerError("The header is no dictionary.");
  if (/['"]descr['"]\s*:\s*\[/.test(inner))
    throw new DatasetFileError("npy-dtype", "Structured arrays are not read; save one plain array a file.");
  const found = new Map<string, string>();
  const entry = /\s*['"](\w+)['"]\s*:\s*('[^']*'|"[^"]*"|True|False|\([\d\s,L]*\))\s*(?:,|$)/gy;
  while (entry.lastIndex < inner.length) {
    const match = entry.exec(inner);
    if (!match?.[1] || match[2] === undefined) throw headerError("The header cannot be read.");
    found.set(match[1], match[2]);
  }
  const [descr, order, shape] = ["descr", "fortran_order", "shape"].map((key) => found.get(key));
  if (found.size !== 3 || !descr || !order || !shape || !/^['"]/.test(descr) || !/^(True|False)$/.test(order))
    throw headerError("The header must hold descr, fortran_order and shape, and nothing else.");
  const axes = shape
    .slice(1, -1)
    .split(",")
    .map((axis) => axis.trim().replace(/L$/, ""))
    .filter((axis) => axis !== "");
  if (!shape.startsWith("(") || axes.some((axis) => !/^\d+$/.test(axis)))
    throw headerError("The shape cannot be read.");
  return { descr: descr.slice(1, -1), isFortran: order === "True", shape: axes.map(Number) };
}

function parseType(descr: string): { kind: NpyKind; size: number; isBigEndian: boolean } {
  if (/^\|?O/.test(descr))
    throw new DatasetFileError(
      "npy-dtype",
      "The array holds Python objects (a pickle), which is never read; save plain values, for instance labels.astype(str).",
    );
  const match = /^([<>|])([fiubUS])(\d+)$/.exec(descr);
  const [order, kind, digits] = [match?.[1], match?.[2] as NpyKind | undefined, Number(match?.[3])];
  const isText = kind === "U" || kind === "S";
  const isKnown = kind && (isText || SIZES[kind]?.includes(digits));
  if (!isKnown || (order === "|" && digits > 1 && kind !== "S"))
    throw new DatasetFileError(
      "npy-dtype",
      `The dtype "${descr}" is not read; f2, f4, f8, i1 to i8, u1 to u8, b1, U and S are.`,
    );
  return { kind, size: kind === "U" ? 4 * digits : digits, isBigEndian: order === ">" };
}

/** Refuses a file whose data are not exactly as long as its shape says. */
export function checkNpyLength({ dataOffset, count, size, shape }: NpyHeader, fileBytes: number): void {
  const [found, expected] = [fileBytes - dataOffset, count * size];
  if (found === expected) return;
  const what = found < expected ? "The file is cut off" : "The file is too long";
  throw new DatasetFileError(
    "npy-shape",
    `${what}: shape (${shape.join(", ")}) needs ${expected} bytes of data, there are ${found}.`,
  );
}

/**
 * Decodes whole elements and puts them in row-major order.
 *
 * @param data the bytes of the elements from number `from` on. @param target all `count` values, row-major.
 */
export function decodeNpy(header: NpyHeader, data: Uint8Array, from: number, target: Float64Array): void {
  const { kind, size, shape, isFortran, isBigEndian } = header;
  const isPlain = !isBigEndian && IS_LITTLE_ENDIAN && data.byteOffset % size === 0 && !(isFortran && shape.length > 1);
  if (isPlain && kind === "f" && size > 2) {
    const [start, length] = [data.byteOffset, data.byteLength / size];
    target.set(
      size === 4 ? new Float32Array(data.buffer, start, length) : new Float64Array(data.buffer, start, length),
      from,
    );
    return;
  }
  const read = elementReader(header, new DataView(data.buffer, data.byteOffset, data.byteLength));
  const elements = data.byteLength / size;
  const [rows, columns] = [shape[0] ?? 1, shape[1] ?? 1];
  if (!isFortran || shape.length < 2) {
    for (let k = 0; k < elements; k++) target[from + k] = read(k * size);
    return;
  }
  for (let k = 0; k < elements; k++) {
    const column = Math.floor((from + k) / rows);
    target[(from + k - column * rows) * columns + column] = read(k * size);
  }
}

function elementReader({ kind, size, isBigEndian }: NpyHeader, view: DataView): (at: number) => number {
  const little = !isBigEndian;
  if (kind === "f") {
    if (size === 2) return (at) => halfFloat(view.getUint16(at, little));
    return size === 4 ? (at) => view.getFloat32(at, little) : (at) => view.getFloat64(at, little);
  }
  if (kind === "i") {
    if (size === 1) return (at) => view.getInt8(at);
    if (size === 2) return (at) => view.getInt16(at, little);
    return size === 4 ? (at) => view.getInt32(at, little) : (at) => exact(view.getBigInt64(at, little));
  }
  if (kind === "u" || kind === "b") {
    if (size === 1) return (at) => view.getUint8(at);
    if (size === 2) return (at) => view.getUint16(at, little);
    return size === 4 ? (at) => view.getUint32(at, little) : (at) => exact(view.getBigUint64(at, little));
  }
  throw new DatasetFileError("npy-dtype", "The array holds text where numbers are expected.");
}

function exact(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw new DatasetFileError("npy-dtype", `The integer ${value} is beyond 2^53 and cannot be taken exactly.`);
  return number;
}

/** IEEE 754 binary16. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The texts of an array of U (UTF-32) or S (bytes, read as UTF-8), without the NULs that pad them. */
export function decodeNpyTexts({ kind, size, isBigEndian }: NpyHeader, data: Uint8Array): string[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: size === 0 ? 0 : data.byteLength / size }, (_, k) => {
    if (kind === "S") return new TextDecoder().decode(data.subarray(k * size, (k + 1) * size)).replace(/\0+$/, "");
    let text = "";
    for (let at = k * size; at < (k + 1) * size; at += 4) {
      const point = view.getUint32(at, !isBigEndian);
      if (point > 0x10ffff) throw new DatasetFileError("npy-dtype", `Text ${k} holds a code point beyond U+10FFFF.`);
      text += String.fromCodePoint(point);
    }
    return text.replace(/\0+$/, "");
  });
}
