"use client";
import { useEffect, useState } from "react";
import { KeyPress } from "./key-press";

/** `KeyPress` of this window's keyboard. */
export function useKeyPress() {
  const [keys] = useState(() => new KeyPress());
  useEffect(() => {
    const up = (event: KeyboardEvent) => keys.up(event.code);
    window.addEventListener("keyup", up);
    window.addEventListener("blur", keys.clear);
    return () => {
      window.removeEventListener("keyup", up);
      window.removeEventListener("blur", keys.clear);
    };
  }, [keys]);
  return keys.press;
}
