import type { Command } from "@/app/_keyboard/command";
import { shortcutKeys } from "../desk-commands";
import type { Desk } from "../use-desk";

export interface GridActions {
  correct(label: string): void;
  skip(): void;
  clearOrUndo(): void;
  undo(): void;
  confirm(code: string): void;
  move(by: "left" | "right" | "up" | "down"): void;
  openSheet(): void;
  toggleGuidelines(): void;
}

/** The grid's commands; label keys change the focused tile. */
export function gridCommands(labels: Desk["labels"], actions: GridActions): Command[] {
  const arrows = [
    ["ArrowLeft", "left", "Tile before"],
    ["ArrowRight", "right", "Next tile"],
    ["ArrowUp", "up", "Tile above"],
    ["ArrowDown", "down", "Tile below"],
  ] as const;
  return [
    ...labels.flatMap((label): Command[] =>
      label.shortcut
        ? [
            {
              id: `label:${label.key}`,
              keys: shortcutKeys(label.shortcut),
              label: label.name,
              group: "Answer",
              run: () => actions.correct(label.key),
            },
          ]
        : [],
    ),
    {
      id: "confirm",
      keys: ["Enter"],
      label: "Confirm the tiles that were in view",
      group: "Answer",
      run: (event) => actions.confirm(event.code),
    },
    { id: "skip", keys: ["s"], label: "Skip the tile", group: "Answer", run: actions.skip },
    {
      id: "clear",
      keys: ["Backspace"],
      label: "Take the tile's correction back, else the last confirmed tiles",
      group: "Answer",
      run: actions.clearOrUndo,
    },
    {
      id: "undo",
      keys: ["Control+z"],
      label: "Take the last confirmed tiles back",
      group: "Answer",
      run: actions.undo,
    },
    ...arrows.map(
      ([key, by, label]): Command => ({
        id: by,
        keys: [key],
        label,
        group: "Move",
        repeats: true,
        run: () => actions.move(by),
      }),
    ),
    { id: "guidelines", keys: ["g"], label: "Guidelines", group: "Help", run: actions.toggleGuidelines },
    { id: "sheet", keys: ["?"], label: "All keys", group: "Help", run: actions.openSheet },
  ];
}
