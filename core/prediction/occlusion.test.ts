import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cellPixels, gridCells, occludeCell, STRETCHES, silenceStretch, textPieces, withoutPiece } from "./occlusion";

describe("cells of a grid", () => {
  it("cover every pixel once, whatever the size", () => {
    const side = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 9 }), (width, height, grid) => {
        const seen = new Uint8Array(width * height);
        for (const cell of gridCells(grid)) {
          const { left, right, top, bottom } = cellPixels(cell, { width, height });
          for (let y = top; y < bottom; y++)
            for (let x = left; x < right; x++) seen[y * width + x] = (seen[y * width + x] ?? 0) + 1;
        }
        expect(seen.every((times) => times === 1)).toBe(true);
      }),
    );
  });

  it.each(["NCHW", "NHWC"] as const)("are emptied in every channel of %s, and nothing else", (layout) => {
    const values = new Float32Array(2 * 4 * 4).fill(1);
    occludeCell(values, { row: 0, column: 1, grid: 2 }, { width: 4, height: 4, channels: 2, layout });
    const at = (c: number, y: number, x: number) =>
      values[layout === "NCHW" ? (c * 4 + y) * 4 + x : (y * 4 + x) * 2 + c];
    for (const c of [0, 1])
      for (let y = 0; y < 4; y++) for (let x = 0; x < 4; x++) expect(at(c, y, x)).toBe(y < 2 && x >= 2 ? 0 : 1);
  });
});

describe("pieces of a text", () => {
  it("are words and signs", () => {
    const text = "It wasn't good, 日本!";
    expect(textPieces(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      "It",
      "wasn't",
      "good",
      ",",
      "日本",
      "!",
    ]);
  });

  it("leave out what they name", () => {
    expect(withoutPiece("not so good", { start: 4, end: 6 })).toBe("not   good");
  });

  it("are never more than asked for, in order, and hold every word", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 1, max: 20 }), (text, max) => {
        const pieces = textPieces(text, max);
        expect(pieces.length).toBeLessThanOrEqual(max);
        let end = 0;
        for (const piece of pieces) {
          expect(text.slice(end, piece.start).trim()).toBe("");
          expect(piece.end).toBeGreaterThan(piece.start);
          end = piece.end;
        }
        expect(text.slice(end).trim()).toBe("");
      }),
    );
  });
});

describe("stretches of a recording", () => {
  it("cover what is heard once, and nothing behind it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), (heard) => {
        const silenced = new Uint8Array(210);
        for (let k = 0; k < STRETCHES; k++) {
          const values = new Float32Array(210).fill(1);
          silenceStretch(values, { k, of: STRETCHES }, heard);
          for (const [at, value] of values.entries()) if (value === 0) silenced[at] = (silenced[at] ?? 0) + 1;
        }
        expect([...silenced]).toEqual([...silenced].map((_, at) => (at < heard ? 1 : 0)));
      }),
    );
  });
});
