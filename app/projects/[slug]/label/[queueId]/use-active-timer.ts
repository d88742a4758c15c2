"use client";
import { useEffect, useRef } from "react";
import { ActiveTimer } from "./active-timer";

/** Active time on the item on the screen, kept up by keys, mouse and visibility. */
export function useActiveTimer() {
  const timer = useRef(new ActiveTimer());
  useEffect(() => {
    const touch = () => timer.current.touch(performance.now());
    const visible = () => timer.current.visible(performance.now(), document.visibilityState === "visible");
    window.addEventListener("pointermove", touch, { passive: true });
    window.addEventListener("keydown", touch, { passive: true });
    document.addEventListener("visibilitychange", visible);
    return () => {
      window.removeEventListener("pointermove", touch);
      window.removeEventListener("keydown", touch);
      document.removeEventListener("visibilitychange", visible);
    };
  }, []);
  return timer;
}
