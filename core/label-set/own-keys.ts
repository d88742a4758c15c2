import { SHORTCUT_KEYS } from "./shortcuts";

/** Keys that a person may choose: the digit row by place, letters and signs by what they write. */
export const OWN_KEYS: readonly string[] = [
  ...SHORTCUT_KEYS,
  ..."sfcgh",
  "/",
  "?",
  ".",
  ",",
  ";",
  "-",
  "Space",
  "Backspace",
];

/** Commands of the label screen whose key can be changed, with the key that each has by itself. */
export const COMMAND_KEYS = {
  undo: "Backspace",
  skip: "s",
  flag: "f",
  comment: "c",
  guidelines: "g",
  explain: "h",
  find: "/",
  sheet: "?",
  break: ";",
} as const;
export type DeskCommandId = keyof typeof COMMAND_KEYS;
export const DESK_COMMANDS = Object.keys(COMMAND_KEYS) as DeskCommandId[];

/** A person's own keys in one project; what is not in it has its ordinary key. */
export interface OwnKeys {
  /** Off: no key alone does anything (WCAG 2.1.4); with Ctrl, with Tab and by the mouse all still works. */
  singleKeys: boolean;
  commands: Partial<Record<DeskCommandId, string>>;
  labels: Record<string, string>;
}
export const ORDINARY_KEYS: OwnKeys = { singleKeys: true, commands: {}, labels: {} };

/** What a key can be given to: `command:skip`, `label:cat`. */
export interface KeyTarget {
  id: string;
  name: string;
  /** The ordinary key. */
  key: string | null;
}

const isCommand = (id: string): id is DeskCommandId => id in COMMAND_KEYS;

const ownOf = (own: OwnKeys) =>
  new Map<string, string>([
    ...Object.entries(own.commands).map(([id, key]) => [`command:${id}`, key] as const),
    ...Object.entries(own.labels).map(([id, key]) => [`label:${id}`, key] as const),
  ]);

/**
 * The key of each target. An own key wins over the ordinary key of another target, which then has none; of two
 * targets with the same own key the first has it. So no key ever means two things.
 */
export function keysInForce(targets: readonly KeyTarget[], own: OwnKeys): Map<string, string | null> {
  const chosen = ownOf(own);
  const owners = new Map<string, string>();
  for (const { id } of targets) {
    const key = chosen.get(id);
    if (key !== undefined && !owners.has(key)) owners.set(key, id);
  }
  for (const { id, key } of targets) if (key !== null && !chosen.has(id) && !owners.has(key)) owners.set(key, id);
  const keys = new Map<string, string | null>(targets.map(({ id }) => [id, null]));
  for (const [key, id] of owners) keys.set(id, key);
  return keys;
}

/** Who has the key already, other than the target itself. */
export function keyConflict(targets: readonly KeyTarget[], own: OwnKeys, { id, key }: { id: string; key: string }) {
  const keys = keysInForce(targets, own);
  return targets.find((target) => target.id !== id && keys.get(target.id) === key) ?? null;
}

/** With another key for one target; its ordinary key needs no entry. */
export function withOwnKey(own: OwnKeys, { id, key: ordinary }: KeyTarget, key: string): OwnKeys {
  const name = id.slice(id.indexOf(":") + 1);
  const chosen = key === ordinary ? {} : { [name]: key };
  if (id.startsWith("label:")) {
    const { [name]: _before, ...labels } = own.labels;
    return { ...own, labels: { ...labels, ...chosen } };
  }
  if (!isCommand(name)) return own;
  const { [name]: _before, ...commands } = own.commands;
  return { ...own, commands: { ...commands, ...chosen } };
}

/** The name of a pressed key among those that can be chosen; null for all others. */
export function ownKeyOf({ code, key }: Pick<KeyboardEvent, "code" | "key">): string | null {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  const name = digit ?? (code === "Space" || code === "Backspace" ? code : key.toLowerCase());
  return OWN_KEYS.includes(name) ? name : null;
}
