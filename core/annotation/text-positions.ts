/**
 * Positions in a text: code points, in which spans are counted, against UTF-16 units, in which the browser counts.
 * Built once per text; a lone surrogate is a code point of its own.
 */
export class TextPositions {
  /** UTF-16 offset of each code point, and of the end; null while the two counts are the same. */
  private readonly units: Uint32Array | null;
  readonly length: number;

  constructor(private readonly text: string) {
    this.length = [...text].length;
    if (this.length === text.length) this.units = null;
    else {
      this.units = new Uint32Array(this.length + 1);
      let unit = 0;
      let k = 0;
      for (const character of text) {
        this.units[k++] = unit;
        unit += character.length;
      }
      this.units[k] = unit;
    }
  }

  /** UTF-16 offset of a code point; the ends of the text at most. */
  unitOf(point: number): number {
    const at = Math.min(Math.max(point, 0), this.length);
    return this.units ? (this.units[at] as number) : at;
  }

  /** The code point that a UTF-16 offset stands at or in. */
  pointOf(unit: number): number {
    const at = Math.min(Math.max(unit, 0), this.text.length);
    if (!this.units) return at;
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.units[middle] as number) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The text between two code points. */
  slice(start: number, end: number): string {
    return this.text.slice(this.unitOf(start), this.unitOf(end));
  }

  /** Start and end without the white space at either end; null where nothing else is left. */
  trimmed(start: number, end: number): { start: number; end: number } | null {
    const part = this.slice(start, end);
    const inner = part.trim();
    if (inner === "") return null;
    const before = [...part.slice(0, part.indexOf(inner))].length;
    return { start: start + before, end: start + before + [...inner].length };
  }
}

/** Code points at which words begin and end, ascending, with 0 and the length: by the language's own rules (UAX 29). */
export function wordEdges(text: string, positions: TextPositions): number[] {
  const edges = new Set([0, positions.length]);
  for (const { segment, index, isWordLike } of new Intl.Segmenter(undefined, { granularity: "word" }).segment(text)) {
    if (!isWordLike) continue;
    edges.add(positions.pointOf(index));
    edges.add(positions.pointOf(index + segment.length));
  }
  return [...edges].sort((a, b) => a - b);
}
