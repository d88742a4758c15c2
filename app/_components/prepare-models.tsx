"use client";
import { useEffect } from "react";

/** Loads the runtime of models while a person still looks where to begin, so that the first items have suggestions. */
export function PrepareModels() {
  useEffect(() => {
    // the page itself comes first
    const timer = setTimeout(() => {
      import("@/app/_inference/spare-thread")
        .then(({ prepareThread }) => prepareThread())
        // what is missing here is told by the queue, where a model starts
        .catch(() => undefined);
    }, 300);
    return () => clearTimeout(timer);
  }, []);
  return null;
}
