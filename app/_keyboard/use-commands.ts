"use client";
import { useEffect, useRef } from "react";
import { type Command, findCommand } from "./command";
import { belongsElsewhere } from "./typing-guard";

/** The one window listener of a screen; always the newest commands, never a stale closure. */
export function useCommands(commands: readonly Command[], isActive = true) {
  const current = useRef(commands);
  current.current = commands;
  useEffect(() => {
    if (!isActive) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (belongsElsewhere(event)) return;
      const command = findCommand(current.current, event);
      if (!command) return;
      event.preventDefault();
      if (event.repeat && !command.repeats) return;
      command.run(event);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [isActive]);
}
