import { type RefObject, useEffect } from "react";

/** Takes the focus that the item before had: another item is another element, and the keys of the marks go to it. */
export function useFirstFocus(area: RefObject<HTMLElement | null>) {
  useEffect(() => {
    if (document.activeElement === document.body) area.current?.focus({ preventScroll: true });
  }, [area]);
}
