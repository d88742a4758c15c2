"use client";
import { type ComponentType, type ReactNode, useEffect, useSyncExternalStore } from "react";

const ASK_AGAIN_MS = 3_000;
const parts: (() => Promise<void>)[] = [];

/**
 * A part of a screen whose code does not come with the first load: drawn in the same frame when it is there already,
 * else as soon as it comes. A patient part waits until all others may come, after the first item.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  fallback: ReactNode = null,
  { isPatient = false } = {},
) {
  let Part: ComponentType<Props> | null = null;
  let asked: Promise<void> | null = null;
  const watchers = new Set<() => void>();
  const watch = (watcher: () => void) => {
    watchers.add(watcher);
    return () => {
      watchers.delete(watcher);
    };
  };
  const ask = () => {
    asked ??= load().then(
      (loaded) => {
        Part = loaded;
        for (const watcher of watchers) watcher();
      },
      // without a network: whoever wants it asks again
      () => {
        asked = null;
      },
    );
    return asked;
  };
  parts.push(ask);
  return function Later(props: Props) {
    const Now = useSyncExternalStore(
      watch,
      () => Part,
      () => null,
    );
    useEffect(() => {
      if (Now) return;
      if (!isPatient) void ask();
      const again = setInterval(() => void ask(), ASK_AGAIN_MS);
      return () => clearInterval(again);
    }, [Now]);
    return Now ? <Now {...props} /> : fallback;
  };
}

/** Brings the code of all parts, so that none is missing when the network goes. */
export async function loadParts() {
  for (const ask of parts) await ask();
}
