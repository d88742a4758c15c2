"use client";
import { CheckField } from "@/app/_components/field";
import type { DeskMenuProps } from "./desk-menu";

/** What the menu holds; its code comes after the first item. */
export function DeskMenuEntries({
  device,
  hasPace,
  onPace,
  onBreak,
  onSheet,
  onFind,
  close,
}: DeskMenuProps & { close: () => void }) {
  const entries = [
    ["Take a break", onBreak],
    ["Find a label", onFind],
    ["All keys", onSheet],
  ] as const;
  return (
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
  );
}
