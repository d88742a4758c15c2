"use client";
import { memo, type ReactNode } from "react";
import { later } from "@/app/_components/later";
import { PopMenu } from "@/app/_components/pop-menu";
import { Sign } from "./_stage/sign";

const Entries = later(async () => (await import("./desk-menu-entries")).DeskMenuEntries);
const DOTS = "M5 12h.01M12 12h.01M19 12h.01";

export interface DeskMenuProps {
  /** How the model runs here; null where none does. */
  device: ReactNode;
  hasPace: boolean;
  onPace(isOn: boolean): void;
  onBreak(): void;
  onSheet(): void;
  onFind(): void;
}

/** What is wanted now and then, out of the way of the work. */
export const DeskMenu = memo(function DeskMenu(props: DeskMenuProps) {
  return (
    <PopMenu placement="below-right" name="More" button={<Sign path={DOTS} />} buttonClass="btn small">
      {(close) => <Entries {...props} close={close} />}
    </PopMenu>
  );
});
