"use client";
import { useSyncExternalStore } from "react";

/** Something with a state that tells of its changes: the desk, the outbox. */
export interface Watched<State> {
  state(): State;
  watch(changed: () => void): () => void;
}

/**
 * One part of a state; the component draws only when that part is another object. `select` gives parts that stand in
 * the state or plain values, nothing made afresh.
 */
export function useSlice<State, Part>(watched: Watched<State>, select: (state: State) => Part): Part {
  const part = () => select(watched.state());
  return useSyncExternalStore(watched.watch, part, part);
}
