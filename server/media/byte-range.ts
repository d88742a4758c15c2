export interface ByteRange {
  start: number;
  /** Inclusive, as the header has it. */
  end: number;
}

/**
 * The one range that a `Range` header asks for; null when the whole file is to be sent, which is allowed for several ranges
 * and for what is not understood; "none" when nothing of the file lies in it.
 */
export function byteRangeOf(header: string | null, size: number): ByteRange | "none" | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "");
  if (!match) return null;
  const [, from = "", to = ""] = match;
  if (from === "" && to === "") return null;
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size - 1 : Math.min(size - 1, Number(to));
  if (from !== "" && to !== "" && Number(to) < Number(from)) return null;
  return start >= size || end < start ? "none" : { start, end };
}
