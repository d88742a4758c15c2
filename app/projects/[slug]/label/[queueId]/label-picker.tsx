"use client";
import { type KeyboardEvent, memo, type RefObject, useEffect, useMemo, useState } from "react";
import type { AnswerEditor } from "@/app/_answers/answer-editor";
import { useSlice, type Watched } from "@/app/_components/use-slice";
import { type OutboxState, takesAnswers } from "@/app/_outbox/outbox";
import { answerValue, labelsNamed } from "@/core/annotation/answer-text";
import { findLabels, foldedName } from "@/core/label-set/find-label";
import { labelPaths } from "@/core/label-set/label-tree";
import type { DeskStore } from "./desk-store";
import type { Desk } from "./use-desk";

const SHOWN = 20;
const DIGITS = 10;

interface LabelPickerProps {
  labels: Desk["labels"];
  store: DeskStore;
  answers: Watched<OutboxState>;
  field: RefObject<HTMLInputElement | null>;
  chosen: readonly string[] | null;
  /** Takes a label by its key, true when it was taken; `code` is the physical key, null for a click. */
  onChoose(label: string, certainty: "sure" | "unsure", code: string | null): boolean;
  /** Enter without a text: gives an answer that is made step by step. */
  onGive: ((certainty: "sure" | "unsure", code: string) => void) | null;
  onUndo(): void;
  /** Where the labels are for: it keeps the keys; null: the finder has them from the start. */
  editor: RefObject<AnswerEditor | null> | null;
}

/** Finds one of many labels by typing; digits take the first ten, Enter the first. Nothing typed: undo and Escape as ever. */
export const LabelPicker = memo(function LabelPicker(props: LabelPickerProps) {
  const { labels, store, answers, field, chosen, onChoose, onGive, onUndo, editor } = props;
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const claimId = useSlice(store, (state) => state.current?.claimId ?? null);
  const likely = useSlice(store, (state) => state.current?.likely ?? NONE);
  const suggested = useSlice(store, (state) => state.shown?.label ?? null);
  const history = useSlice(store, (state) => state.history);
  const isOpen = useSlice(answers, takesAnswers) && claimId !== null;
  const index = useMemo(() => {
    const paths = labelPaths(labels);
    const above = labels.map((label) => paths.get(label.key) ?? []);
    return {
      names: labels.map((label) => foldedName(label.name)),
      paths: above.map((path) => foldedName(path.join(" "))),
      shownPath: new Map(labels.map((label, k) => [label.key, above[k]?.join(" › ") ?? ""])),
    };
  }, [labels]);
  const recent = useMemo(
    () => [...new Set(history.flatMap(({ label }) => (label === null ? [] : labelsNamed(answerValue(label)))))],
    [history],
  );
  const found = useMemo(() => {
    const first = suggested === null ? likely : [suggested, ...likely];
    return findLabels(labels, typed, { likely: first, recent, names: index.names, paths: index.paths });
  }, [labels, typed, likely, suggested, recent, index]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another item begins with nothing typed
  useEffect(() => {
    setTyped("");
    setAt(0);
    // on a touch screen the focus would bring up a keyboard over the item
    if (!editor && window.matchMedia("(pointer: fine)").matches) field.current?.focus({ preventScroll: true });
  }, [claimId]);

  const take = (k: number, certainty: "sure" | "unsure", code: string | null) => {
    const label = found[k];
    if (!label) return;
    // too early after the last item: what was typed stays
    if (!onChoose(label.key, certainty, code)) return;
    editor?.current?.focus();
    setTyped("");
    setAt(0);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.altKey) return;
    const certainty = event.shiftKey ? "unsure" : "sure";
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
    const isCommand = event.ctrlKey || event.metaKey;
    if (digit !== undefined && typed === "" && !isCommand) {
      if (!event.repeat) take((Number(digit) + 9) % DIGITS, certainty, event.code);
    } else if (event.key === "Enter" && !event.repeat) {
      if (typed === "" && onGive) onGive(certainty, event.code);
      else if (typed !== "" || at > 0) take(at, certainty, event.code);
    } else if (event.key === "ArrowDown") setAt(Math.min(at + 1, Math.min(SHOWN, found.length) - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (typed === "" && (event.key === "Backspace" || (event.key === "z" && isCommand))) {
      if (!event.repeat) onUndo();
    } else if (event.key === "Escape") {
      if (typed === "") event.currentTarget.blur();
      setTyped("");
      setAt(0);
    } else return;
    event.preventDefault();
  };

  return (
    <div className="flex w-[min(960px,100%-32px)] flex-col gap-2 pt-2" data-testid="label-picker">
      <div className="flex items-center gap-3">
        <input
          ref={field}
          role="combobox"
          aria-label="Find a label"
          aria-expanded
          aria-controls="found-labels"
          aria-activedescendant={found[at] ? `found-${found[at].key}` : undefined}
          autoComplete="off"
          className="input max-w-72"
          placeholder={`Type to find one of ${labels.length} labels`}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <p className="text-[12px] text-text-2 max-sm:hidden">
          <kbd>1</kbd>–<kbd>0</kbd> the first ten, <kbd>↵</kbd>{" "}
          {typed === "" && onGive ? "gives the answer" : "the marked one"}, <kbd>Esc</kbd> for other keys
        </p>
      </div>
      {chosen && chosen.length > 0 && (
        <ul aria-label="Chosen labels" className="flex flex-wrap gap-1">
          {chosen.map((key) => (
            <li key={key}>
              <button type="button" className="chip border-accent" onClick={() => onChoose(key, "sure", null)}>
                {labels.find((label) => label.key === key)?.name ?? key} <span aria-hidden="true">×</span>
                <span className="sr-only">, take away</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div
        id="found-labels"
        role="listbox"
        aria-label="Labels found"
        tabIndex={-1}
        className="grid h-[136px] grid-cols-2 content-start gap-1.5 overflow-y-auto sm:grid-cols-3 lg:grid-cols-5"
      >
        {found.slice(0, SHOWN).map((label, k) => (
          <button
            key={label.key}
            id={`found-${label.key}`}
            type="button"
            role="option"
            aria-selected={k === at}
            tabIndex={-1}
            disabled={!isOpen}
            title={index.shownPath.get(label.key) || undefined}
            onClick={(event) => take(k, event.shiftKey ? "unsure" : "sure", null)}
            className={`flex h-8 min-w-0 items-center gap-2 rounded-md border bg-surface px-2 text-left ${
              label.key === suggested ? "border-accent ring-1 ring-accent ring-inset" : "border-edge"
            } ${k === at && (typed !== "" || at > 0) ? "!bg-accent-weak" : ""}`}
          >
            {k < DIGITS && typed === "" && <kbd>{(k + 1) % DIGITS}</kbd>}
            <span
              aria-hidden="true"
              className="size-2.5 shrink-0 rounded-[3px]"
              style={{ background: `var(--c${label.color})` }}
            />
            <span className="min-w-0 truncate">{label.name}</span>
            {index.shownPath.get(label.key) && (
              <span className="ml-auto min-w-0 shrink-[2] truncate text-[11px] text-text-2">
                {index.shownPath.get(label.key)}
              </span>
            )}
            {label.key === suggested && <span className="sr-only">, suggested</span>}
          </button>
        ))}
        {found.length === 0 && <p className="col-span-full text-text-2">No label has that in its name.</p>}
      </div>
    </div>
  );
});

const NONE: readonly string[] = [];
