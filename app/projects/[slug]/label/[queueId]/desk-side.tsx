"use client";
import { memo, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { later } from "@/app/_components/later";
import { useSlice } from "@/app/_components/use-slice";
import type { ModelRunner } from "@/app/_inference/model-runner";
import { labelCalls } from "@/app/_trpc/label-calls";
import type { DeskStore } from "./desk-store";
import { SuggestionPanel } from "./suggestion-panel";
import type { Desk } from "./use-desk";

const Explanation = later(async () => (await import("./explanation")).Explanation);
const LabelNotes = memo(later(async () => (await import("./label-notes")).LabelNotes, null, { isPatient: true }));

interface CommentsProps {
  userId: number;
  itemId: number;
  /** The item was here before, and may have comments of then. */
  isBack: boolean;

  projectId: number;
  isWriting: boolean;
  onDone(): void;
}

interface OwnComment {
  key: string;
  text: string;
}

/**
 * One's own comments on the item: those of this page, and those of before where they are wanted. An item that is new
 * to the person has none, so nothing is asked for it; the page's first item may be one of an earlier page.
 */
function useOwnComments({
  userId,
  itemId,
  projectId,
  isWanted,
}: {
  userId: number;
  itemId: number;
  projectId: number;
  isWanted: boolean;
}) {
  const [known, setKnown] = useState<ReadonlyMap<number, readonly OwnComment[]>>(new Map());
  const first = useRef(itemId);
  const asked = useRef(new Set<number>());
  const put = useCallback(
    (change: (before: readonly OwnComment[]) => readonly OwnComment[]) =>
      setKnown((old) => new Map(old).set(itemId, change(old.get(itemId) ?? []))),
    [itemId],
  );
  const isAsked = isWanted || itemId === first.current;
  useEffect(() => {
    if (!isAsked || asked.current.has(itemId)) return;
    asked.current.add(itemId);
    void labelCalls.comments.query({ projectId, itemId, userId }).then(
      (rows) => put((before) => [...rows.map(({ id, text }) => ({ key: `${id}`, text })), ...before]),
      // without a network they are asked for when the item comes again
      () => asked.current.delete(itemId),
    );
  }, [isAsked, itemId, projectId, userId, put]);
  const add = (text: string) => put((before) => [...before, { key: `here ${before.length}`, text }]);
  return { own: known.get(itemId) ?? [], add };
}

/** The parts stay while items pass: only what was written goes with its item. */
const Comments = memo(function Comments({ userId, itemId, isBack, projectId, isWriting, onDone }: CommentsProps) {
  const [draft, setDraft] = useState({ itemId, text: "" });
  const { own, add } = useOwnComments({ userId, itemId, projectId, isWanted: isBack || isWriting });
  const [error, setError] = useState("");
  const isSending = useRef(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (isWriting) field.current?.focus();
  }, [isWriting]);
  const text = draft.itemId === itemId ? draft.text : "";
  async function send() {
    if (text.trim() === "" || isSending.current) return;
    isSending.current = true;
    try {
      await labelCalls.comment.mutate({ projectId, itemId, userId, text });
      add(text.trim());
      setDraft({ itemId, text: "" });
      setError("");
      field.current?.blur();
      onDone();
    } catch {
      setError("Not sent. The text stays here; try again.");
    } finally {
      isSending.current = false;
    }
  }
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold">Comments</h2>
      {own.map(({ key, text: written }) => (
        <p key={key} className="whitespace-pre-wrap break-words rounded-md bg-sunken px-2 py-1" dir="auto">
          {written}
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
            onChange={(event) => setDraft({ itemId, text: event.target.value })}
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
});

const Guidelines = memo(function Guidelines({ guidelines }: { guidelines: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <h2 className="font-semibold">Guidelines</h2>
        <kbd className="max-lg:hidden">G</kbd>
      </div>
      {guidelines ?? <p className="text-[12px] text-text-2">Nobody has written guidelines for this project yet.</p>}
    </section>
  );
});

interface DeskSideProps {
  desk: Desk;
  userId: number;
  store: DeskStore;
  guidelines: ReactNode;
  isWriting: boolean;
  onDoneWriting(): void;
  ids: { projectId: number; queueId: number };
  runner: ModelRunner | null;
  isExplaining: boolean;
  onExplain(): void;
}

/** Suggestion, guidelines and one's own comments; nothing of what others think. */
export const DeskSide = memo(function DeskSide({
  desk,
  userId,
  store,
  guidelines,
  isWriting,
  onDoneWriting,
  ids,
  runner,
  isExplaining,
  onExplain,
}: DeskSideProps) {
  const item = useSlice(store, (state) => state.current);
  const shown = useSlice(store, (state) => state.shown);
  const isBack = useSlice(store, (state) => state.isBack);
  return (
    <aside
      aria-label="Beside the item"
      className="flex min-h-0 flex-col gap-5 overflow-y-auto border-line bg-surface p-4 max-lg:border-t lg:border-l lg:contain-strict"
    >
      {item && (
        <SuggestionPanel
          arm={item.arm}
          isVerify={item.candidates !== null}
          whyNone={item.whyNone}
          shown={shown}
          hasSound={item.audio !== null}
          labels={desk.labels}
          isExplaining={isExplaining}
          onExplain={onExplain}
        />
      )}
      {item && shown && isExplaining && (
        <Explanation
          key={item.claimId}
          ids={ids}
          userId={userId}
          runner={runner}
          item={item}
          label={shown.label}
          labels={desk.labels}
        />
      )}
      <Guidelines guidelines={guidelines} />
      <LabelNotes labels={desk.labels} projectId={desk.project.id} userId={userId} />
      {item && (
        <Comments
          userId={userId}
          itemId={item.itemId}
          isBack={isBack}
          projectId={desk.project.id}
          isWriting={isWriting}
          onDone={onDoneWriting}
        />
      )}
    </aside>
  );
});
