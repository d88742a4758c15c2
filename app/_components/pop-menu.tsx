"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";

interface PopMenuProps {
  /** What the button shows. */
  button: ReactNode;
  buttonClass: string;
  /** Names the button where what it shows is no name. */
  name?: string;
  /** Where the panel opens. */
  placement: "below" | "above" | "below-right" | "below-wide";
  children: (close: () => void) => ReactNode;
}

const PLACES = {
  below: "top-full left-0 mt-1 w-full min-w-56",
  above: "bottom-full left-0 mb-1 w-full min-w-56",
  "below-right": "top-full right-0 mt-1 w-64",
  "below-wide": "top-full right-0 mt-1 w-[min(24rem,calc(100vw-32px))]",
};

/** A button that opens a panel of links and controls; Escape, Tab out and a click elsewhere close it. */
export function PopMenu({ button, buttonClass, name, placement, children }: PopMenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  // before the panel goes, so that the focus is not lost with it
  const close = () => {
    root.current?.querySelector("button")?.focus();
    setIsOpen(false);
  };
  useEffect(() => {
    if (!isOpen) return;
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setIsOpen(false);
    };
    window.addEventListener("pointerdown", outside);
    return () => window.removeEventListener("pointerdown", outside);
  }, [isOpen]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only catches Escape of the controls inside
    <div
      ref={root}
      className="relative"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !isOpen) return;
        event.stopPropagation();
        close();
      }}
      onBlur={(event) => {
        if (event.relatedTarget instanceof Node && !root.current?.contains(event.relatedTarget)) setIsOpen(false);
      }}
    >
      <button
        type="button"
        aria-expanded={isOpen}
        aria-label={name}
        className={buttonClass}
        onClick={() => setIsOpen((open) => !open)}
      >
        {button}
      </button>
      {isOpen && (
        <div
          className={`absolute z-40 flex flex-col gap-0.5 rounded-lg border border-line-strong bg-surface p-1 shadow-pop ${PLACES[placement]}`}
        >
          {children(close)}
        </div>
      )}
    </div>
  );
}
