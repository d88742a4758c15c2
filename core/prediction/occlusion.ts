import type { TextRange } from "../item/find-text";

/** One square of a grid over what a model reads, counted from 0. */
export interface GridCell {
  row: number;
  column: number;
  /** Squares per side. */
  grid: number;
}

export const SALIENCY_GRID = 7;
/** A longer text is left out in pieces of several words. */
export const MAX_TEXT_PIECES = 100;

/** One of equal stretches of time, counted from 0. */
export interface Stretch {
  k: number;
  of: number;
}

/** Stretches of the part of a recording that a model hears. */
export const STRETCHES = 20;

/** Replaces one stretch of the heard samples by silence, in place; all stretches together cover each sample once. */
export function silenceStretch(values: { [index: number]: number }, { k, of }: Stretch, heard: number): void {
  for (let at = Math.floor((k * heard) / of); at < Math.floor(((k + 1) * heard) / of); at++) values[at] = 0;
}

/** The cells of a grid, row by row. */
export const gridCells = (grid: number): GridCell[] =>
  Array.from({ length: grid * grid }, (_, k) => ({ row: Math.floor(k / grid), column: k % grid, grid }));

/** The half-open pixel ranges of a cell; all cells together cover every pixel once. */
export function cellPixels({ row, column, grid }: GridCell, { width, height }: { width: number; height: number }) {
  const edge = (k: number, length: number) => Math.floor((k * length) / grid);
  return {
    left: edge(column, width),
    right: edge(column + 1, width),
    top: edge(row, height),
    bottom: edge(row + 1, height),
  };
}

/**
 * Replaces one cell of an image tensor by 0, which after normalisation is the mean of the training images; every
 * channel, in place. Later items of a batch stay.
 *
 * Source: Zeiler and Fergus (2014), "Visualizing and Understanding Convolutional Networks", section 4.2.
 */
export function occludeCell(
  values: { [index: number]: number },
  cell: GridCell,
  shape: { width: number; height: number; channels: number; layout: "NCHW" | "NHWC" },
): void {
  const { width, height, channels, layout } = shape;
  const { left, right, top, bottom } = cellPixels(cell, shape);
  for (let c = 0; c < channels; c++)
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++)
        values[layout === "NCHW" ? (c * height + y) * width + x : (y * width + x) * channels + c] = 0;
}

/** Words of a text in UTF-16 units; where there are more than `max`, neighbours go together. */
export function textPieces(text: string, max = MAX_TEXT_PIECES): TextRange[] {
  const words = [...text.matchAll(/[\p{L}\p{N}\p{M}'’_-]+|[^\s\p{L}\p{N}\p{M}]+/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  const size = Math.ceil(words.length / max);
  return words.flatMap((first, k) =>
    k % size === 0 ? [{ ...first, end: words[k + size - 1]?.end ?? words.at(-1)?.end ?? first.end }] : [],
  );
}

/** The text with a piece left out and the white space around it kept apart. */
export const withoutPiece = (text: string, { start, end }: TextRange): string =>
  `${text.slice(0, start)} ${text.slice(end)}`;
