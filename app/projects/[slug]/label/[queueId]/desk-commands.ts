import type { Command } from "@/app/_keyboard/command";
import { COMMAND_KEYS, DESK_COMMANDS, type DeskCommandId, type KeyTarget } from "@/core/label-set/own-keys";
import type { Desk } from "./use-desk";

type Label = Desk["labels"][number];

/** From so many labels on, keys of their own are no help: labels are found by typing. */
export const MANY_LABELS = 31;

/** The physical key of a shortcut: digits by their place on the keyboard, letters by what they write. */
export const shortcutKeys = (shortcut: string): string[] =>
  /\d/.test(shortcut) ? [`Digit${shortcut}`, `Numpad${shortcut}`] : [shortcut];

const NAMES: Record<DeskCommandId, string> = {
  undo: "Undo",
  skip: "Skip",
  flag: "Flag",
  comment: "Comment",
  guidelines: "Guidelines",
  explain: "Explain the suggestion",
  find: "Find a label",
  sheet: "All keys",
  break: "Break",
};
const GROUPS: Record<DeskCommandId, Command["group"]> = {
  undo: "Answer",
  skip: "Answer",
  flag: "Answer",
  comment: "Item",
  guidelines: "Help",
  explain: "Help",
  find: "Help",
  sheet: "Help",
  break: "Help",
};
/** These work with the single keys switched off, too, and cannot be changed. */
const ALWAYS: Partial<Record<DeskCommandId, string>> = { undo: "Control+z" };

/** What keys can be given to, with the ordinary ones. */
export const keyTargets = (labels: readonly Label[]): KeyTarget[] => [
  ...labels.map(({ key, name, shortcut }) => ({ id: `label:${key}`, name, key: shortcut })),
  ...DESK_COMMANDS.map((id) => ({ id: `command:${id}`, name: NAMES[id], key: COMMAND_KEYS[id] })),
];

export interface DeskActions extends Record<Exclude<DeskCommandId, "skip">, () => void> {
  answer(label: string, certainty: "sure" | "unsure", code: string): void;
  skip(code: string): void;
  accept(code: string): void;
  palette(): void;
  /** Where an answer is made step by step: label keys make it, Enter gives it. Null: a label key is the answer. */
  steps: { give(certainty: "sure" | "unsure", code: string | null): void; remove: (() => void) | null } | null;
}

export interface DeskKeys {
  /** By `label:` and `command:`; null has none. */
  keys: ReadonlyMap<string, string | null>;
  singleKeys: boolean;
  enterAccepts: boolean;
}

function labelCommands(
  { key: label, name }: Label,
  keys: readonly string[],
  { answer, steps }: DeskActions,
): Command[] {
  const ways = [
    { id: "label", prefix: "", certainty: "sure", words: name },
    { id: "unsure", prefix: "Shift+", certainty: "unsure", words: `${name}, not sure` },
  ] as const;
  // "not sure" is said of the whole answer
  return ways.slice(0, steps ? 1 : 2).map(({ id, prefix, certainty, words }) => ({
    id: `${id}:${label}`,
    keys: keys.map((key) => `${prefix}${key}`),
    label: words,
    group: "Answer",
    run: (event) => answer(label, certainty, event.code),
  }));
}

function enterCommands({ steps, accept }: DeskActions, enterAccepts: boolean): Command[] {
  if (steps) {
    const { give, remove } = steps;
    const ways = [
      { id: "give", keys: ["Enter"], certainty: "sure", label: "Give the answer" },
      { id: "give-unsure", keys: ["Shift+Enter"], certainty: "unsure", label: "Give the answer, not sure" },
    ] as const;
    return [
      ...ways.map(
        ({ certainty, ...way }): Command => ({ ...way, group: "Answer", run: (event) => give(certainty, event.code) }),
      ),
      ...(remove
        ? [{ id: "remove", keys: ["Delete"], label: "Remove the mark", group: "Answer" as const, run: remove }]
        : []),
    ];
  }
  if (!enterAccepts) return [];
  return [
    {
      id: "accept",
      keys: ["Enter"],
      label: "Take the suggestion",
      group: "Answer",
      run: (event) => accept(event.code),
    },
  ];
}

/** A sign alone ("+", ".") is a character key, too. */
const isSign = (key: string) => key.length === 1;

/**
 * This screen's commands, from which listener, buttons and key sheet derive.
 *
 * @param item of the media: how the item is looked at.
 */
export function deskCommands(
  labels: readonly Label[],
  actions: DeskActions,
  desk: DeskKeys & { item: readonly Command[] },
): Command[] {
  const single = (id: string) => {
    const key = desk.singleKeys ? desk.keys.get(id) : null;
    return key ? shortcutKeys(key) : [];
  };
  const own = DESK_COMMANDS.map((id): Command => {
    const always = ALWAYS[id];
    const keys = [...single(`command:${id}`), ...(always ? [always] : [])];
    return { id, keys, label: NAMES[id], group: GROUPS[id], run: (event) => actions[id](event.code) };
  });
  return [
    ...labels.flatMap((label) => labelCommands(label, single(`label:${label.key}`), actions)),
    ...enterCommands(actions, desk.enterAccepts),
    ...own,
    { id: "palette", keys: ["Control+k"], label: "All commands", group: "Help", run: actions.palette },
    ...desk.item.map((command) =>
      desk.singleKeys ? command : { ...command, keys: command.keys.filter((key) => !isSign(key)) },
    ),
  ];
}
