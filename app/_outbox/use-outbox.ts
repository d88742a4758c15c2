"use client";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { openBrowserOutbox } from "./browser-outbox";
import type { Outbox } from "./open-outbox";
import { emptyOutbox } from "./outbox";

/** The outbox of a person for the life of a page; null until the page runs in the browser. */
export function useOutbox(userId: number) {
  const [outbox, setOutbox] = useState<Outbox | null>(null);
  useEffect(() => {
    const opened = openBrowserOutbox(userId);
    setOutbox(opened.outbox);
    return opened.close;
  }, [userId]);
  const watch = useCallback((changed: () => void) => outbox?.watch(changed) ?? (() => undefined), [outbox]);
  const state = useSyncExternalStore(
    watch,
    () => outbox?.state() ?? emptyOutbox,
    () => emptyOutbox,
  );
  return { outbox, state };
}

/** Asks the browser to keep what is stored when its disk fills up; null where it cannot say. */
export function useKeptStorage(): boolean | null {
  const [isKept, setIsKept] = useState<boolean | null>(null);
  useEffect(() => {
    // missing outside secure contexts
    if (!("storage" in navigator)) return;
    void navigator.storage.persist().then(setIsKept, () => setIsKept(null));
  }, []);
  return isKept;
}
