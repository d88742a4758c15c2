/**
 * What the browser has selected within a marked text, as UTF-16 offsets; null when the selection lies elsewhere.
 * Every stretch of text carries its offset as `data-unit`; what is no text of the item (names of labels) carries none.
 */
export function selectionWithin(area: HTMLElement): { anchor: number; focus: number } | null {
  const selection = window.getSelection();
  if (!selection || selection.rangeCount === 0) return null;
  const anchor = offsetOf(area, selection.anchorNode, selection.anchorOffset);
  const focus = offsetOf(area, selection.focusNode, selection.focusOffset);
  return anchor === null || focus === null ? null : { anchor, focus };
}

function offsetOf(area: HTMLElement, node: Node | null, offset: number): number | null {
  if (!node || !area.contains(node)) return null;
  const owner = (node instanceof Element ? node : node.parentElement)?.closest("[data-unit]");
  if (owner instanceof HTMLElement && area.contains(owner)) {
    const from = Number(owner.dataset.unit);
    // a text node is the one child; an element counts its children
    return node.nodeType === Node.TEXT_NODE
      ? from + offset
      : from + (offset > 0 ? (owner.textContent?.length ?? 0) : 0);
  }
  // between stretches: where the next one begins, or the end of the last
  const stretches = [...area.querySelectorAll<HTMLElement>("[data-unit]")];
  const child = node.childNodes[offset];
  const next = child && stretches.find((one) => child.contains(one) || after(child, one));
  if (next) return Number(next.dataset.unit);
  const last = stretches.at(-1);
  return last ? Number(last.dataset.unit) + (last.textContent?.length ?? 0) : null;
}

const after = (child: Node, one: Node) =>
  Boolean(child.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
