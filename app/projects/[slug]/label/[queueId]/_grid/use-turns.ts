"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Outbox } from "@/app/_outbox/open-outbox";
import { takesAnswers } from "@/app/_outbox/outbox";

/** Gives many answers one after the other, as fast as the disk takes them; busy while some are not given yet. */
export function useTurns(outbox: Outbox | null) {
  const turns = useRef<(() => void)[]>([]);
  const [isBusy, setIsBusy] = useState(false);
  const run = useCallback(() => {
    while (outbox && takesAnswers(outbox.state())) {
      const turn = turns.current.shift();
      if (!turn) break;
      turn();
    }
    setIsBusy(turns.current.length > 0);
  }, [outbox]);
  useEffect(() => outbox?.watch(run), [outbox, run]);
  const take = useCallback(
    (more: readonly (() => void)[]) => {
      turns.current.push(...more);
      run();
    },
    [run],
  );
  return { take, isBusy };
}
