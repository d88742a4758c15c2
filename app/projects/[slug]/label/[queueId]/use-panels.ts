"use client";
import { type ComponentType, useCallback, useEffect, useState } from "react";
import { loadParts } from "@/app/_components/later";
import type { DeskPanelsProps, Panel } from "./desk-panels";
import type { DeskStore } from "./desk-store";

/** Once the first item stands, and before a network that goes could be missed; later where none comes. */
const AFTER_ITEM_MS = 300;
const WITHOUT_ITEM_MS = 3_000;

/** Which panel is open, and the code of all that the first item does not wait for. */
export function usePanels(store: DeskStore, hasItem: boolean) {
  const [panel, setPanel] = useState<Panel | null>(null);
  const [Panels, setPanels] = useState<ComponentType<DeskPanelsProps> | null>(null);
  const load = useCallback(
    () =>
      import("./desk-panels").then(
        ({ DeskPanels }) => setPanels(() => DeskPanels),
        // without a network: asked for again with the next key, and no key is lost to a panel that is not there
        () => setPanel(null),
      ),
    [],
  );
  useEffect(() => {
    const brought = () => void Promise.all([load(), loadParts()]);
    const timer = setTimeout(brought, hasItem ? AFTER_ITEM_MS : WITHOUT_ITEM_MS);
    return () => clearTimeout(timer);
  }, [load, hasItem]);
  useEffect(() => {
    if (panel !== null && Panels === null) void load();
  }, [panel, Panels, load]);
  useEffect(() => {
    if (panel !== "flag" && panel !== "find") return;
    // opened for one item: another tab may answer it meanwhile
    const claimOf = () => store.state().current?.claimId;
    const opened = claimOf();
    return store.watch(() => claimOf() !== opened && setPanel(null));
  }, [panel, store]);
  return { panel, setPanel, Panels };
}
