import type { ShownLabel } from "@/app/_components/label-swatch";
import type { AnnotationValue } from "@/core/annotation/annotation-value";

/** What a screen does with an editor of spans or boxes: its keys come from the screen's own commands. */
export interface AnswerEditor {
  /** A label was chosen: it goes to what is selected. */
  label(key: string): void;
  remove(): void;
  /** Takes the last change back; false when there is none, and the screen's own undo is meant. */
  undo(): boolean;
  /** The answer, or why there is none yet. */
  answer(): AnnotationValue | { unfinished: string };
  focus(): void;
}

/** What both editors take. */
export interface EditorProps {
  labels: readonly ShownLabel[];
  /** Marks to begin with; another item is another editor. */
  initial: AnnotationValue | null;
  onChange(value: AnnotationValue): void;
  /** For screen readers. */
  onSay(text: string): void;
}
