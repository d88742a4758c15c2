import type { Command } from "@/app/_keyboard/command";
import type { Desk } from "./use-desk";

type Label = Desk["labels"][number];

/** The physical key of a shortcut: digits by their place on the keyboard, letters by what they write. */
export const shortcutKeys = (shortcut: string): string[] =>
  /\d/.test(shortcut) ? [`Digit${shortcut}`, `Numpad${shortcut}`] : [shortcut];

export interface DeskActions {
  answer(label: string, certainty: "sure" | "unsure", code: string): void;
  undo(): void;
  skip(code: string): void;
  openFlag(): void;
  openComment(): void;
  toggleGuidelines(): void;
  openFinder(): void;
  openSheet(): void;
}

/** This screen's commands, from which listener, buttons and key sheet derive; `item` are those of the media. */
export function deskCommands(labels: readonly Label[], actions: DeskActions, item: readonly Command[]): Command[] {
  const answers = labels.flatMap((label): Command[] => {
    if (!label.shortcut) return [];
    const keys = shortcutKeys(label.shortcut);
    return [
      {
        id: `label:${label.key}`,
        keys,
        label: label.name,
        group: "Answer",
        run: (event) => actions.answer(label.key, "sure", event.code),
      },
      {
        id: `unsure:${label.key}`,
        keys: keys.map((key) => `Shift+${key}`),
        label: `${label.name}, not sure`,
        group: "Answer",
        run: (event) => actions.answer(label.key, "unsure", event.code),
      },
    ];
  });
  const own: Command[] = [
    { id: "undo", keys: ["Backspace", "Control+z"], label: "Undo", group: "Answer", run: actions.undo },
    { id: "skip", keys: ["s"], label: "Skip", group: "Answer", run: (event) => actions.skip(event.code) },
    { id: "flag", keys: ["f"], label: "Flag", group: "Answer", run: actions.openFlag },
    { id: "comment", keys: ["c"], label: "Comment", group: "Item", run: actions.openComment },
    { id: "guidelines", keys: ["g"], label: "Guidelines", group: "Help", run: actions.toggleGuidelines },
    { id: "find", keys: ["/", "Control+k"], label: "Find a label", group: "Help", run: actions.openFinder },
    { id: "sheet", keys: ["?"], label: "All keys", group: "Help", run: actions.openSheet },
  ];
  return [...answers, ...own, ...item];
}
