"use client";
import { useMemo, useState } from "react";
import { useSlice } from "@/app/_components/use-slice";
import type { DeskStore } from "./desk-store";
import type { Sitting } from "./sitting";
import { SittingNumbers, WhereNext } from "./sitting-summary";
import type { Desk } from "./use-desk";

/** A word after each hundred answers; it takes no focus and no key, and goes when it is closed. */
export function ChapterCard({ store, sitting, desk }: { store: DeskStore; sitting: Sitting; desk: Desk }) {
  const watched = useMemo(() => ({ state: () => sitting, watch: store.watch }), [store, sitting]);
  const chapter = useSlice(watched, (one) => one.chapters());
  const [closed, setClosed] = useState(0);
  const summary = useMemo(() => (chapter > 0 ? sitting.summary() : null), [chapter, sitting]);
  if (summary === null || chapter <= closed) return null;
  return (
    <section
      aria-labelledby="chapter"
      className="card fixed bottom-4 left-4 z-20 flex w-[min(20rem,calc(100vw-32px))] flex-col gap-3 p-4 shadow-pop"
    >
      <h2 id="chapter" role="status">
        {chapter * 100} answers in this sitting
      </h2>
      <SittingNumbers summary={summary} />
      <WhereNext desk={desk} />
      <button type="button" className="btn ghost" onClick={() => setClosed(chapter)}>
        Go on
      </button>
    </section>
  );
}
