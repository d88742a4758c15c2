"use client";
import {
  type KeyboardEvent,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useReducer,
  useRef,
  useState,
} from "react";
import { TextPositions, wordEdges } from "@/core/annotation/text-positions";
import type { AnswerEditor, EditorProps } from "./answer-editor";
import { MarkList } from "./mark-list";
import { selectionWithin } from "./native-selection";
import { SpanText } from "./span-text";
import { noSpans, type SpansDraft, type SpansEvent, selectedSpan, spansReducer } from "./spans-draft";
import { useFirstFocus } from "./use-first-focus";

interface SpansEditorProps extends EditorProps {
  text: string;
  isLarge: boolean;
  ref: Ref<AnswerEditor>;
}

const HELP = "Arrows go by word, with Alt by character, with Shift they select. Up and down step through the marks.";

/** A text whose stretches are marked by mouse, by touch or by keyboard; marks may overlap. */
export function SpansEditor({ text, labels, initial, isLarge, onChange, onSay, ref }: SpansEditorProps) {
  const at = useMemo(() => {
    const positions = new TextPositions(text);
    return { positions, edges: wordEdges(text, positions) };
  }, [text]);
  const [draft, tell] = useReducer(
    (state: SpansDraft, event: SpansEvent) => spansReducer(state, event, at),
    null,
    () =>
      initial && "spans" in initial ? spansReducer(noSpans, { type: "start", spans: initial.spans }, at) : noSpans,
  );
  const now = useRef(draft);
  now.current = draft;
  // what the browser has selected it shows itself; cutting the text under it would end it
  const [isNative, setIsNative] = useState(false);
  const area = useRef<HTMLDivElement>(null);
  useFirstFocus(area);
  const words = useCallback((start: number, end: number) => at.positions.slice(start, end), [at]);
  const nameOf = (key: string) => labels.find((label) => label.key === key)?.name ?? key;

  const say = useRef(onSay);
  say.current = onSay;
  const change = useRef(onChange);
  change.current = onChange;
  const { spans, active } = draft;
  const before = useRef(spans);
  useEffect(() => {
    if (before.current !== spans) change.current({ spans: [...spans] });
    before.current = spans;
  }, [spans]);

  useEffect(() => {
    const onSelection = () => {
      const range = area.current ? selectionWithin(area.current) : null;
      if (!range) return;
      const [anchor, focus] = [at.positions.pointOf(range.anchor), at.positions.pointOf(range.focus)];
      if (anchor === focus) return;
      setIsNative(true);
      tell({ type: "select", anchor, focus });
    };
    document.addEventListener("selectionchange", onSelection);
    return () => document.removeEventListener("selectionchange", onSelection);
  }, [at]);

  const clearNative = () => {
    if (isNative) window.getSelection()?.removeAllRanges();
    setIsNative(false);
  };

  useImperativeHandle(ref, () => ({
    label(key) {
      const target = selectedSpan(now.current, at.positions) ?? now.current.spans[now.current.active ?? -1];
      clearNative();
      tell({ type: "label", label: key });
      say.current(target ? `${words(target.start, target.end)} is ${nameOf(key)}.` : "Select some text first.");
    },
    remove: () => {
      tell({ type: "remove" });
      say.current("Mark removed.");
    },
    undo() {
      if (now.current.past.length === 0) return false;
      tell({ type: "undo" });
      say.current("Last change taken back.");
      return true;
    },
    answer: () => ({ spans: [...now.current.spans] }),
    focus: () => area.current?.focus({ preventScroll: true }),
  }));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    const [dx, dy] = [ARROWS_X[event.key], ARROWS_Y[event.key]];
    if (dx) {
      clearNative();
      const by = event.altKey ? "character" : "word";
      const moved: SpansEvent = { type: "move", by, direction: dx, extends: event.shiftKey };
      const next = spansReducer(draft, moved, at);
      tell(moved);
      const span = selectedSpan(next, at.positions);
      if (span) onSay(`Selected: ${words(span.start, span.end)}`);
    } else if (dy) {
      clearNative();
      const next = spansReducer(draft, { type: "step", direction: dy }, at);
      tell({ type: "step", direction: dy });
      const span = next.spans[next.active ?? -1];
      if (span) onSay(`${nameOf(span.label)}: ${words(span.start, span.end)}`);
    } else if (event.key === "Escape") {
      clearNative();
      tell({ type: "select", anchor: draft.focus, focus: draft.focus });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="col-start-1 row-start-1 flex max-h-full min-h-0 w-full max-w-[80ch] flex-col gap-3 place-self-center">
      <div
        ref={area}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keys
        tabIndex={0}
        role="application"
        aria-label="Text to mark"
        aria-description={HELP}
        data-testid="marked-text"
        onKeyDown={onKeyDown}
        className={`min-h-0 overflow-auto whitespace-pre-wrap break-words rounded-lg border border-line bg-surface p-6 shadow-card ${
          isLarge ? "text-[22px] leading-[2.1]" : "text-[17px] leading-[2]"
        }`}
        dir="auto"
      >
        <SpanText
          spans={spans}
          labels={labels}
          length={at.positions.length}
          words={words}
          unitOf={(point) => at.positions.unitOf(point)}
          selection={
            isNative ? null : { from: Math.min(draft.anchor, draft.focus), to: Math.max(draft.anchor, draft.focus) }
          }
          active={active}
          onActivate={(index) => {
            // the end of a selection by mouse is no click on a mark
            if (!window.getSelection()?.isCollapsed) return;
            setIsNative(false);
            tell({ type: "activate", index });
          }}
        />
      </div>
      <MarkList
        title="Marks"
        empty="Select text, then press the key of a label."
        marks={spans.map((span) => ({ label: span.label, text: words(span.start, span.end) }))}
        labels={labels}
        active={active}
        onActivate={(index) => {
          tell({ type: "activate", index });
          area.current?.focus({ preventScroll: true });
        }}
        onRemove={(index) => {
          tell({ type: "activate", index });
          tell({ type: "remove" });
        }}
      />
    </div>
  );
}

const ARROWS_X: Record<string, -1 | 1> = { ArrowLeft: -1, ArrowRight: 1 };
const ARROWS_Y: Record<string, -1 | 1> = { ArrowUp: -1, ArrowDown: 1 };
