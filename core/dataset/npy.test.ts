import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DatasetFileError } from "./dataset-problem";
import { npyDictionary, npyFile } from "./fixtures/npy-bytes";
import { checkNpyLength, decodeNpy, decodeNpyTexts, parseNpyHeader } from "./npy";

/** Values of a whole file, decoded in pieces of `chunk` elements. */
function read(bytes: Uint8Array, chunk = 1e9): number[] {
  const header = parseNpyHeader(bytes);
  checkNpyLength(header, bytes.length);
  const values = new Float64Array(header.count);
  for (let from = 0; from < header.count; from += chunk) {
    const end = Math.min(header.count, from + chunk);
    const data = bytes.subarray(header.dataOffset + from * header.size, header.dataOffset + end * header.size);
    decodeNpy(header, data, from, values);
  }
  return [...values];
}

const types: Record<
  string,
  { size: number; write: (view: DataView, at: number, value: number, little: boolean) => void }
> = {
  f4: { size: 4, write: (view, at, value, little) => view.setFloat32(at, value, little) },
  f8: { size: 8, write: (view, at, value, little) => view.setFloat64(at, value, little) },
  i1: { size: 1, write: (view, at, value) => view.setInt8(at, value) },
  i2: { size: 2, write: (view, at, value, little) => view.setInt16(at, value, little) },
  i4: { size: 4, write: (view, at, value, little) => view.setInt32(at, value, little) },
  i8: { size: 8, write: (view, at, value, little) => view.setBigInt64(at, BigInt(value), little) },
  u1: { size: 1, write: (view, at, value) => view.setUint8(at, value) },
  u2: { size: 2, write: (view, at, value, little) => view.setUint16(at, value, little) },
  u4: { size: 4, write: (view, at, value, little) => view.setUint32(at, value, little) },
  u8: { size: 8, write: (view, at, value, little) => view.setBigUint64(at, BigInt(value), little) },
};

describe("numbers of every type, in both byte orders, in C and Fortran order, whole and in pieces", () => {
  it.each(Object.keys(types))("%s", (type) => {
    const { size, write } = types[type] ?? { size: 0, write: () => undefined };
    const one = type.startsWith("u") ? fc.nat(100) : fc.integer({ min: -100, max: 100 });
    const matrix = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }))
      .chain(([rows, columns]) =>
        fc.tuple(
          fc.constant(rows),
          fc.constant(columns),
          fc.array(one, { minLength: rows * columns, maxLength: rows * columns }),
        ),
      );
    fc.assert(
      fc.property(
        matrix,
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 7 }),
        ([rows, columns, values], little, isFortran, chunk) => {
          const data = new Uint8Array(size * values.length);
          const view = new DataView(data.buffer);
          values.forEach((value, at) => {
            const [row, column] = [Math.floor(at / columns), at % columns];
            write(view, size * (isFortran ? column * rows + row : at), value, little);
          });
          const order = size === 1 ? "|" : little ? "<" : ">";
          const bytes = npyFile(npyDictionary(order + type, [rows, columns], isFortran), data, little ? 1 : 2);
          expect(read(bytes, chunk)).toEqual(values.map((value) => value + 0));
        },
      ),
      { numRuns: 40 },
    );
  });

  it("f2: halves, subnormal numbers, infinity and NaN", () => {
    const words = Uint16Array.of(0x3c00, 0xb800, 0x0001, 0x7c00, 0x7e00, 0x3555);
    const bytes = npyFile(npyDictionary("<f2", [6]), new Uint8Array(words.buffer));
    expect(read(bytes)).toEqual([1, -0.5, 2 ** -24, Number.POSITIVE_INFINITY, Number.NaN, 0.333251953125]);
  });
});

it("reads texts: U in both orders, S", () => {
  const points = new Uint8Array(Uint32Array.of(0x63, 0xe9, 0, 0x1f600, 0, 0).buffer);
  const text = (bytes: Uint8Array) => {
    const header = parseNpyHeader(bytes);
    return decodeNpyTexts(header, bytes.subarray(header.dataOffset));
  };
  expect(text(npyFile(npyDictionary("<U3", [2]), points))).toEqual(["cé", "\u{1F600}"]);
  const swapped = points.slice();
  new DataView(swapped.buffer).setUint32(0, 0x61, false);
  for (let at = 4; at < swapped.length; at += 4) swapped.fill(0, at, at + 4);
  expect(text(npyFile(npyDictionary(">U3", [2]), swapped))).toEqual(["a", ""]);
  expect(text(npyFile(npyDictionary("|S2", [2]), Uint8Array.of(97, 98, 99, 0)))).toEqual(["ab", "c"]);
  expect(() => read(npyFile(npyDictionary("<U3", [2]), points))).toThrow(/text where numbers/);
});

describe("refuses", () => {
  const bytes = (dictionary: string, length = 8) => npyFile(dictionary, new Uint8Array(length));
  it.each<[string, Uint8Array, string, RegExp]>([
    ["another file", new TextEncoder().encode("item,annotator"), "npy-header", /no \.npy file/],
    ["a cut header", bytes(npyDictionary("<f8", [1])).subarray(0, 40), "npy-header", /ends inside/],
    ["an unknown version", bytes(npyDictionary("<f8", [1])).with(6, 9), "npy-header", /version 9/],
    ["a pickle", bytes(npyDictionary("|O", [1])), "npy-dtype", /pickle.*astype/],
    [
      "structured types",
      bytes("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }"),
      "npy-dtype",
      /Structured/,
    ],
    ["complex numbers", bytes(npyDictionary("<c8", [1])), "npy-dtype", /not read/],
    ["native order", bytes(npyDictionary("=f8", [1])), "npy-dtype", /not read/],
    ["a wide type without order", bytes(npyDictionary("|f8", [1])), "npy-dtype", /not read/],
    [
      "another key",
      bytes("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'x': True, }"),
      "npy-header",
      /nothing else/,
    ],
    [
      "code in the header",
      bytes("{'descr': '<f8', 'fortran_order': False, 'shape': __import__('os'), }"),
      "npy-header",
      /cannot be read/,
    ],
    ["a shape beyond all memory", bytes(npyDictionary("<f8", [2 ** 40, 2 ** 40])), "npy-shape", /too large/],
    [
      "too few bytes",
      bytes(npyDictionary("<f8", [2])),
      "npy-shape",
      /cut off: shape \(2\) needs 16 bytes of data, there are 8/,
    ],
    ["too many bytes", bytes(npyDictionary("<f4", [1])), "npy-shape", /too long/],
  ])("%s", (_, file, code, message) => {
    let found: unknown;
    try {
      read(file);
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(DatasetFileError);
    expect(found).toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  it("integers beyond 2^53", () => {
    const data = new Uint8Array(BigInt64Array.of(2n ** 60n).buffer);
    expect(() => read(npyFile(npyDictionary("<i8", [1]), data))).toThrow(/beyond 2\^53/);
  });
});
