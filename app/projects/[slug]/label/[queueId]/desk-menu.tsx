"use client";
import { Ellipsis } from "lucide-react";
import { memo, type ReactNode } from "react";
import { CheckField } from "@/app/_components/field";
import { PopMenu } from "@/app/_components/pop-menu";

interface DeskMenuProps {
  /** How the model runs here; null where none does. */
  device: ReactNode;
  hasPace: boolean;
  onPace(isOn: boolean): void;
  onBreak(): void;
  onSheet(): void;
  onFind(): void;
}

/** What is wanted now and then, out of the way of the work. */
export const DeskMenu = memo(function DeskMenu({ device, hasPace, onPace, onBreak, onSheet, onFind }: DeskMenuProps) {
  const entries = [
    ["Take a break", onBreak],
    ["Find a label", onFind],
    ["All keys", onSheet],
  ] as const;
  return (
    <PopMenu
      placement="below-right"
      name="More"
      button={<Ellipsis aria-hidden="true" size={16} />}
      buttonClass="btn small"
    >
      {(close) => (
        <>
          {entries.map(([name, run]) => (
            <button
              key={name}
              type="button"
              className="btn ghost w-full justify-start"
              onClick={() => {
                close();
                run();
              }}
            >
              {name}
            </button>
          ))}
          <div className="border-line border-t px-3 py-2">
            <CheckField
              label="Show my pace"
              hint="Seconds per item over the last 20; only here and only to you."
              isChecked={hasPace}
              onCheck={onPace}
            />
          </div>
          {device}
        </>
      )}
    </PopMenu>
  );
});
