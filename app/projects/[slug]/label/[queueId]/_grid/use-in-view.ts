"use client";
import { useEffect, useRef } from "react";
import { IN_VIEW_MS } from "./grid-state";

const isLoading = (tile: Element) => [...tile.querySelectorAll("img")].some((image) => !image.complete);

/** Tells of each tile that was wholly in view long enough, with its picture, on a page that somebody could see. */
export function useInView(claimIds: readonly number[], onSeen: (claimId: number) => void) {
  const area = useRef<HTMLDivElement>(null);
  const tell = useRef(onSeen);
  tell.current = onSeen;
  const key = claimIds.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: other tiles are watched anew
  useEffect(() => {
    const root = area.current;
    if (!root) return;
    const timers = new Map<Element, ReturnType<typeof setTimeout>>();
    const stop = (tile: Element) => {
      clearTimeout(timers.get(tile));
      timers.delete(tile);
    };
    const watch = () =>
      new IntersectionObserver(
        (entries) => {
          for (const { target, isIntersecting, intersectionRatio } of entries) {
            stop(target);
            // half a pixel is lost to rounding
            if (!isIntersecting || intersectionRatio < 0.98 || isLoading(target)) continue;
            const claimId = Number((target as HTMLElement).dataset.tile);
            timers.set(
              target,
              setTimeout(() => tell.current(claimId), IN_VIEW_MS),
            );
          }
        },
        { root, threshold: [0.98] },
      );
    let observer: IntersectionObserver | null = null;
    const start = () => {
      observer = watch();
      for (const tile of root.querySelectorAll("[data-tile]")) observer.observe(tile);
    };
    const end = () => {
      observer?.disconnect();
      for (const tile of [...timers.keys()]) stop(tile);
    };
    const onVisibility = () => {
      end();
      if (document.visibilityState === "visible") start();
    };
    // a picture came, or never will: its tile is looked at anew
    const onPicture = ({ target }: Event) => {
      const tile = target instanceof Element ? target.closest("[data-tile]") : null;
      if (!tile || !observer) return;
      observer.unobserve(tile);
      observer.observe(tile);
    };
    onVisibility();
    document.addEventListener("visibilitychange", onVisibility);
    // they do not bubble
    root.addEventListener("load", onPicture, true);
    root.addEventListener("error", onPicture, true);
    return () => {
      end();
      root.removeEventListener("load", onPicture, true);
      root.removeEventListener("error", onPicture, true);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [key]);
  return area;
}
