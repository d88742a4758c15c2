"use client";
import { useMemo, useState } from "react";
import { keysInForce } from "@/core/label-set/own-keys";
import { type DeskKeys, keyTargets } from "./desk-commands";
import type { Desk } from "./use-desk";

/** The keys in force for this person, and the labels with them. */
export function useKeyBindings(desk: Desk) {
  const [ownKeys, setOwnKeys] = useState(desk.ownKeys);
  const targets = useMemo(() => keyTargets(desk.labels), [desk.labels]);
  return useMemo(() => {
    const keys = keysInForce(targets, ownKeys);
    const { singleKeys } = ownKeys;
    const bindings: DeskKeys = { keys, singleKeys, enterAccepts: desk.queue.enterAccepts };
    const labels = desk.labels.map((label) => ({
      ...label,
      shortcut: singleKeys ? (keys.get(`label:${label.key}`) ?? null) : null,
    }));
    return { targets, ownKeys, setOwnKeys, bindings, labels };
  }, [targets, ownKeys, desk]);
}
