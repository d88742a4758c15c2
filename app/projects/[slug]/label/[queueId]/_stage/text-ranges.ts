import type { TextRange } from "@/core/item/find-text";

/** Ranges of a paragraph's one text node; none while it shows another text. */
export function rangesIn(paragraph: HTMLElement | null, text: string, found: readonly TextRange[]): Range[] {
  const node = paragraph?.firstChild;
  if (!(node instanceof Text) || node.data !== text) return [];
  return found.map(({ start, end }) => {
    const range = new Range();
    range.setStart(node, start);
    range.setEnd(node, end);
    return range;
  });
}

/** Paints ranges under a name that the style sheet knows, without a change of the document; returns what takes them away. */
export function highlight(name: string, ranges: readonly Range[], priority = 0): () => void {
  // older browsers have none: count and selection still tell
  if (!("highlights" in CSS) || ranges.length === 0) return () => {};
  const painted = new Highlight(...ranges);
  painted.priority = priority;
  CSS.highlights.set(name, painted);
  return () => {
    if (CSS.highlights.get(name) === painted) CSS.highlights.delete(name);
  };
}
