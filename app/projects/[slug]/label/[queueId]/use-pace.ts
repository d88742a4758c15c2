"use client";
import { useCallback, useEffect, useState } from "react";

const STORED_AS = "concord-pace";

/** Whether this browser shows the pace; off until somebody asks for it. */
export function usePace() {
  const [hasPace, setHasPace] = useState(false);
  useEffect(() => setHasPace(localStorage.getItem(STORED_AS) === "on"), []);
  const choose = useCallback((isOn: boolean) => {
    setHasPace(isOn);
    localStorage.setItem(STORED_AS, isOn ? "on" : "off");
  }, []);
  return [hasPace, choose] as const;
}
