import type { Command } from "@/app/_keyboard/command";
import { shortcutKeys } from "../label/[queueId]/desk-commands";
import type { Decision, Step } from "./conflict-state";

export interface DeskLabel {
  key: string;
  name: string;
  color: number;
  shortcut: string | null;
}

export interface ConflictActions {
  choose(label: string): void;
  decide(decision: Exclude<Decision, "label">): void;
  writeReason(): void;
  findLabel(): void;
  next(): void;
  previous(): void;
  reopen(): void;
  openSheet(): void;
  /** Gives the answer as it stands; null where one label is the answer. */
  give: (() => void) | null;
  remove(): void;
}

/** This screen's commands; before the evidence label keys answer, afterwards they decide. */
export function conflictCommands(labels: readonly DeskLabel[], step: Step, actions: ConflictActions): Command[] {
  const isDeciding = step === "decide";
  const isOpen = isDeciding || step === "first";
  return [
    {
      id: "undecidable",
      keys: ["u"],
      label: "Undecidable",
      group: "Answer",
      enabled: isDeciding,
      run: () => actions.decide("undecidable"),
    },
    {
      id: "exclude",
      keys: ["x"],
      label: "Exclude, with a reason",
      group: "Answer",
      enabled: isDeciding,
      run: () => actions.decide("exclude"),
    },
    {
      id: "reason",
      keys: ["r"],
      label: "Write the reason",
      group: "Item",
      enabled: isDeciding,
      run: actions.writeReason,
    },
    { id: "next", keys: ["ArrowDown", "ArrowRight"], label: "Next conflict", group: "Move", run: actions.next },
    { id: "previous", keys: ["ArrowUp", "ArrowLeft"], label: "Conflict before", group: "Move", run: actions.previous },
    ...(actions.give
      ? [
          {
            id: "give",
            keys: ["Enter"],
            label: "Give the answer",
            group: "Answer" as const,
            enabled: isOpen,
            run: actions.give,
          },
          {
            id: "remove",
            keys: ["Delete"],
            label: "Remove the mark",
            group: "Answer" as const,
            enabled: isOpen,
            run: actions.remove,
          },
        ]
      : []),
    { id: "reopen", keys: ["Backspace"], label: "Open the last decided again", group: "Move", run: actions.reopen },
    { id: "find", keys: ["/"], label: "Find a label", group: "Help", enabled: isOpen, run: actions.findLabel },
    { id: "sheet", keys: ["?"], label: "All keys", group: "Help", run: actions.openSheet },
    ...labels.flatMap((label): Command[] =>
      label.shortcut
        ? [
            {
              id: `label:${label.key}`,
              keys: shortcutKeys(label.shortcut),
              label: label.name,
              group: "Answer",
              enabled: isOpen,
              run: () => actions.choose(label.key),
            },
          ]
        : [],
    ),
  ];
}
