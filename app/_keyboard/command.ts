/** One thing that a screen can do: listener, buttons, palette and key sheet all derive from it. */
export interface Command {
  id: string;
  /** Physical keys as `KeyboardEvent.code`, or characters as `KeyboardEvent.key`, with `Shift+`, `Control+` in front. */
  keys: readonly string[];
  /** In words, for the sheet and for screen readers. */
  label: string;
  group: "Answer" | "Item" | "Move" | "Help";
  run(event: KeyboardEvent): void;
  enabled?: boolean;
  /** Also while the key is held down. */
  repeats?: boolean;
}

/** The ways in which an event can be named, most specific first. */
export function keyNames(
  event: Pick<KeyboardEvent, "code" | "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">,
): string[] {
  if (event.altKey) return [];
  const modifier = event.ctrlKey || event.metaKey ? "Control+" : "";
  const shift = event.shiftKey ? "Shift+" : "";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // "?" and the like need Shift on some layouts only, so the character alone names them
  const character = !modifier && event.key.length === 1 && !/[a-z0-9]/i.test(event.key) ? [event.key] : [];
  return [`${modifier}${shift}${event.code}`, `${modifier}${shift}${key}`, ...character];
}

export const findCommand = (commands: readonly Command[], event: KeyboardEvent): Command | undefined => {
  const names = keyNames(event);
  return commands.find((command) => command.enabled !== false && command.keys.some((key) => names.includes(key)));
};

/** A key as it is written on a key cap. */
export function keyCap(key: string): string {
  const names: Record<string, string> = {
    Backspace: "⌫",
    Enter: "↵",
    Escape: "Esc",
    ArrowLeft: "←",
    ArrowRight: "→",
    ArrowUp: "↑",
    ArrowDown: "↓",
    " ": "Space",
    Comma: ",",
    Period: ".",
    PageUp: "PgUp",
    PageDown: "PgDn",
  };
  const base = key.replace(/^(Control\+|Shift\+)+/, "").replace(/^Digit|^Key|^Numpad/, "");
  const prefix = `${key.startsWith("Control+") ? "Ctrl " : ""}${/^(?:Control\+)?Shift\+/.test(key) ? "Shift " : ""}`;
  return prefix + (names[base] ?? base.toUpperCase().replace("SPACE", "Space"));
}
