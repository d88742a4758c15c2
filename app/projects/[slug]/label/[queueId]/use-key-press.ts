"use client";
import { useCallback, useEffect, useRef } from "react";

/** One press gives one answer: the key of the last one counts again only after it was let go. A click has no key. */
export function useKeyPress() {
  const down = useRef(new Set<string>());
  useEffect(() => {
    const up = (event: KeyboardEvent) => down.current.delete(event.code);
    const clear = () => down.current.clear();
    window.addEventListener("keyup", up);
    window.addEventListener("blur", clear);
    return () => {
      window.removeEventListener("keyup", up);
      window.removeEventListener("blur", clear);
    };
  }, []);
  return useCallback((code: string | null, give: (key: string | null) => boolean): boolean => {
    const key = code || null;
    if (key !== null && down.current.has(key)) return false;
    const isTaken = give(key);
    if (isTaken && key !== null) down.current.add(key);
    return isTaken;
  }, []);
}
