"use client";
import type { Command } from "@/app/_keyboard/command";
import { CommandPalette } from "@/app/_keyboard/command-palette";
import { ShortcutSheet } from "@/app/_keyboard/shortcut-sheet";
import type { FlagReason } from "@/core/annotation/annotation-value";
import { FlagDialog, LabelFinder } from "./desk-dialogs";
import { KeyEditor, type KeyEditorProps } from "./key-editor";
import type { Desk } from "./use-desk";

export type Panel = "flag" | "find" | "sheet" | "palette";

export interface DeskPanelsProps {
  panel: Panel;
  labels: Desk["labels"];
  commands: readonly Command[];
  editor: KeyEditorProps;
  onFlag(reason: FlagReason, note: string | null): void;
  onFind(label: string): void;
  onClose(): void;
}

/** What opens over the desk; loaded after the first item is there. */
export function DeskPanels({ panel, labels, commands, editor, onFlag, onFind, onClose }: DeskPanelsProps) {
  if (panel === "flag") return <FlagDialog onFlag={onFlag} onClose={onClose} />;
  if (panel === "palette") return <CommandPalette commands={commands} onClose={onClose} />;
  if (panel === "find") return <LabelFinder labels={labels} onChoose={onFind} onClose={onClose} />;
  return (
    <ShortcutSheet commands={commands} onClose={onClose}>
      <KeyEditor {...editor} />
    </ShortcutSheet>
  );
}
