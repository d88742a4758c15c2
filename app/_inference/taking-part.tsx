"use client";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { OFF, type TakerState } from "./shard-taker";

interface TakingPart {
  state: TakerState;
  /** Whether this tab computes. */
  isOn: boolean;
  /** Whether this person said yes for all their tabs in this browser; null before it is known. */
  isKept: boolean | null;
  turnOn(options?: { isKept: boolean }): void;
  turnOff(): void;
}

const context = createContext<TakingPart | null>(null);

/** This tab's part in the project's browser runs. */
export function useTakingPart(): TakingPart {
  const value = useContext(context);
  if (!value) throw new Error("no taking part around this component");
  return value;
}

interface ProviderProps {
  projectId: number;
  userId: number;
  children: ReactNode;
}

/** Computes while it stands on the page, once somebody turned it on; the choice is one person's in one browser. */
export function TakingPartProvider({ projectId, userId, children }: ProviderProps) {
  const key = `concord.compute.${projectId}.${userId}`;
  const [isKept, setKept] = useState<boolean | null>(null);
  const [isOn, setOn] = useState(false);
  const [state, setState] = useState<TakerState>(OFF);
  useEffect(() => {
    const kept = localStorage.getItem(key) === "yes";
    setKept(kept);
    setOn(kept);
  }, [key]);
  useEffect(() => {
    if (!isOn) return;
    let dispose: (() => void) | null = null;
    let isOver = false;
    import("./create-shard-taker").then(
      ({ createShardTaker }) => {
        if (isOver) return;
        const made = createShardTaker(projectId);
        dispose = made.dispose;
        made.taker.subscribe(() => {
          if (!isOver) setState(made.taker.state());
        });
        made.taker.start();
      },
      () => setState({ ...OFF, phase: "failed", message: "The model's code could not be loaded. Reload the page." }),
    );
    return () => {
      isOver = true;
      dispose?.();
      setState(OFF);
    };
  }, [isOn, projectId]);
  const keep = useCallback(
    (is: boolean) => {
      localStorage.setItem(key, is ? "yes" : "no");
      setKept(is);
    },
    [key],
  );
  const value = useMemo(
    () => ({
      state,
      isOn,
      isKept,
      turnOn: (options?: { isKept: boolean }) => {
        if (options?.isKept) keep(true);
        setOn(true);
      },
      turnOff: () => {
        keep(false);
        setOn(false);
      },
    }),
    [state, isOn, isKept, keep],
  );
  return <context.Provider value={value}>{children}</context.Provider>;
}
