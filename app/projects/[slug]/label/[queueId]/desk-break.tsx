"use client";
import { useEffect } from "react";
import { useModal } from "@/app/_components/use-modal";

/** Covers the screen; any key and any click resume, and none of them is an answer. */
export function DeskBreak({ onResume }: { onResume: () => void }) {
  const dialog = useModal();
  useEffect(() => {
    const resume = (event: KeyboardEvent) => {
      // the key that began the break is still held; a modifier alone may belong to the system
      if (event.repeat || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      onResume();
    };
    window.addEventListener("keydown", resume, { capture: true });
    return () => window.removeEventListener("keydown", resume, { capture: true });
  }, [onResume]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="break"
      aria-describedby="break-more"
      onClose={onResume}
      className="m-0 size-full max-h-none max-w-none bg-bg text-text"
    >
      <div className="flex size-full flex-col items-center justify-center gap-3 p-6 text-center">
        <h2 id="break" className="text-[18px] leading-6">
          Break
        </h2>
        <p id="break-more" className="max-w-sm text-text-2">
          Your items are kept for half an hour, and the clock stands still. Any key goes on; it is no answer.
        </p>
        <button type="button" className="btn primary" onClick={onResume}>
          Go on
        </button>
      </div>
    </dialog>
  );
}
