"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { trpc } from "@/app/_trpc/calls";
import type { DeskItem, Suggestion } from "./desk-state";
import type { Desk } from "./use-desk";

const WHY_NONE = {
  "in-sample": "The model was trained on this item, so it could only repeat what it learned.",
  "unknown training data": "Nobody has stated what the model was trained on.",
  "no model": "There is no model for this queue.",
} as const;

function SuggestionPanel({
  item,
  shown,
  labels,
}: {
  item: DeskItem;
  shown: Suggestion | null;
  labels: Desk["labels"];
}) {
  if (item.arm === "blind")
    return (
      <section className="flex flex-col gap-2" data-testid="arm-blind">
        <h2 className="font-semibold">No suggestion, on purpose</h2>
        <p className="text-[12px] leading-4 text-text-2">
          Some items come without one, so that its influence can be measured.
        </p>
      </section>
    );
  const label = labels.find((one) => one.key === shown?.label);
  return (
    <section className="flex flex-col gap-2" data-testid="arm-assisted">
      <h2 className="font-semibold">Suggestion</h2>
      {label && shown ? (
        <>
          <p className="flex items-center gap-2" data-testid="suggestion">
            <span
              aria-hidden="true"
              className="size-2.5 rounded-[3px]"
              style={{ background: `var(--c${label.color})` }}
            />
            <b className="font-semibold">{label.name}</b>
            <span className="text-text-2">{shown.isLikely ? "likely" : "unsure"}</span>
          </p>
          <p className="text-[12px] leading-4 text-text-2">From a model that has not seen this item. Look first.</p>
        </>
      ) : (
        <p className="text-[12px] leading-4 text-text-2">
          {item.whyNone ? WHY_NONE[item.whyNone] : "None was ready before the item was shown."}
        </p>
      )}
    </section>
  );
}

function Comments({
  item,
  projectId,
  isWriting,
  onDone,
}: {
  item: DeskItem;
  projectId: number;
  isWriting: boolean;
  onDone: () => void;
}) {
  const [text, setText] = useState("");
  const [sent, setSent] = useState<{ itemId: number; texts: string[] }>({ itemId: item.itemId, texts: [] });
  const [error, setError] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (isWriting) field.current?.focus();
  }, [isWriting]);
  const own = sent.itemId === item.itemId ? sent.texts : [];
  async function send() {
    if (text.trim() === "") return;
    try {
      await trpc.label.comment.mutate({ projectId, itemId: item.itemId, text });
      setSent({ itemId: item.itemId, texts: [...own, text.trim()] });
      setText("");
      setError("");
      field.current?.blur();
      onDone();
    } catch {
      setError("Not sent. The text stays here; try again.");
    }
  }
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold">Comments</h2>
      {own.map((one) => (
        <p key={one} className="rounded-md bg-sunken px-2 py-1" dir="auto">
          {one}
        </p>
      ))}
      {isWriting ? (
        <form
          className="flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <textarea
            ref={field}
            aria-label="Comment on this item"
            value={text}
            maxLength={4000}
            rows={3}
            dir="auto"
            className="w-full rounded-md border border-edge bg-surface p-2"
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") onDone();
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
            }}
          />
          {error && (
            <p role="alert" className="text-[12px] text-bad">
              {error}
            </p>
          )}
          <div className="flex gap-2">
            <button type="submit" className="btn">
              Send <kbd>Ctrl ↵</kbd>
            </button>
            <button type="button" className="btn ghost" onClick={onDone}>
              Close
            </button>
          </div>
        </form>
      ) : (
        <p className="text-[12px] leading-4 text-text-2">
          {own.length === 0 && "None of yours yet. "}Write one with <kbd>C</kbd>: whoever decides in the end will read
          it.
        </p>
      )}
    </section>
  );
}

interface DeskSideProps {
  desk: Desk;
  guidelines: ReactNode;
  item: DeskItem | null;
  shown: Suggestion | null;
  isWriting: boolean;
  onDoneWriting(): void;
}

/** Suggestion, guidelines and one's own comments; nothing of what others think. */
export function DeskSide({ desk, guidelines, item, shown, isWriting, onDoneWriting }: DeskSideProps) {
  return (
    <aside
      aria-label="Beside the item"
      className="flex min-h-0 flex-col gap-5 overflow-y-auto border-line bg-surface p-4 max-lg:border-t lg:border-l"
    >
      {item && <SuggestionPanel item={item} shown={shown} labels={desk.labels} />}
      <section className="flex flex-col gap-2">
        <div className="flex items-center justify-between">
          <h2 className="font-semibold">Guidelines</h2>
          <kbd className="max-lg:hidden">G</kbd>
        </div>
        {guidelines ?? <p className="text-[12px] text-text-2">Nobody has written guidelines for this project yet.</p>}
      </section>
      {item && (
        <Comments
          key={item.itemId}
          item={item}
          projectId={desk.project.id}
          isWriting={isWriting}
          onDone={onDoneWriting}
        />
      )}
    </aside>
  );
}
