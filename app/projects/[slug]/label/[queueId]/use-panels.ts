"use client";
import { type ComponentType, useCallback, useEffect, useState } from "react";
import type { DeskPanelsProps, Panel } from "./desk-panels";

/** Once the first item stands, and before a network that goes could be missed. */
const LOAD_AFTER_MS = 2_000;

/** Which panel is open, and the code of the panels, which the first item does not wait for. */
export function usePanels() {
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
    const later = setTimeout(() => void load(), LOAD_AFTER_MS);
    return () => clearTimeout(later);
  }, [load]);
  useEffect(() => {
    if (panel !== null && Panels === null) void load();
  }, [panel, Panels, load]);
  return { panel, setPanel, Panels };
}
