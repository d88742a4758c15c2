"use client";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { useSlice } from "@/app/_components/use-slice";
import { ShortcutSheet } from "@/app/_keyboard/shortcut-sheet";
import { useCommands } from "@/app/_keyboard/use-commands";
import type { OutboxAnswer } from "@/app/_outbox/outbox";
import { OutboxChip } from "@/app/_outbox/outbox-chip";
import { SignInAgain } from "@/app/_outbox/sign-in-again";
import { answersOf } from "@/app/_outbox/use-outbox";
import { deskCommands } from "./desk-commands";
import { FlagDialog, LabelFinder } from "./desk-dialogs";
import { DeskHeader } from "./desk-header";
import { DeskItemStage } from "./desk-item";
import { DeskNotices } from "./desk-notices";
import { DeskSide } from "./desk-side";
import type { DeskItem } from "./desk-state";
import { HistoryStrip } from "./history-strip";
import { type Flash, LabelKeys } from "./label-keys";
import { ModelChip } from "./model-chip";
import { NothingLeft } from "./nothing-left";
import { type Desk, useDesk, type Viewer } from "./use-desk";
import { useKeyPress } from "./use-key-press";
import { useSuggestions } from "./use-suggestions";

/** The label screen: an item, its keys, and nothing that biases or slows the answer. */
export function LabelDesk({
  desk,
  held,
  viewer,
  guidelines,
}: {
  desk: Desk;
  held: readonly DeskItem[];
  viewer: Viewer;
  guidelines: ReactNode;
}) {
  const session = useDesk(desk, held, viewer);
  const { store, give, undo, supply, outbox, ids } = session;
  const answers = answersOf(outbox);
  const runner = useSuggestions(session, viewer.userId);
  const press = useKeyPress();
  const flash = useRef<Flash>(null);
  const [panel, setPanel] = useState<"flag" | "find" | "sheet" | null>(null);
  const [isWriting, setIsWriting] = useState(false);
  const [isSideOpen, setIsSideOpen] = useState(true);
  const [isZoomed, setIsZoomed] = useState(false);

  const answer = useCallback(
    (label: string, certainty: "sure" | "unsure", code: string | null) => {
      if (!press(code, (key) => give("label", { label, certainty, key }))) return;
      flash.current?.(label);
      setIsWriting(false);
    },
    [give, press],
  );
  const choose = useCallback((label: string, certainty: "sure" | "unsure") => answer(label, certainty, null), [answer]);
  const { labels } = desk;
  const commands = useMemo(
    () =>
      deskCommands(
        labels,
        {
          answer,
          undo: () => undo((key) => labels.find((label) => label.key === key)?.name ?? "the answer"),
          skip: (code) => void press(code, (key) => give("skip", { key })),
          openFlag: () => setPanel("flag"),
          openComment: () => {
            setIsSideOpen(true);
            setIsWriting(true);
          },
          toggleGuidelines: () => setIsSideOpen((open) => !open),
          toggleZoom: () => setIsZoomed((on) => !on),
          openFinder: () => setPanel("find"),
          openSheet: () => setPanel("sheet"),
        },
        true,
      ),
    [labels, answer, press, give, undo],
  );
  useCommands(commands, panel === null);

  const hasItem = useSlice(store, (state) => state.current !== null);
  const hasModel = useSlice(store, ({ current, ahead }) => current?.run != null || ahead.some((item) => item.run));
  const problem = useSlice(answers, (state) => state.problem);
  const run = (id: string) => () => commands.find((command) => command.id === id)?.run(new KeyboardEvent("keydown"));
  const hints = ["undo", "skip", "flag", "comment"].flatMap(
    (id) => commands.find((command) => command.id === id) ?? [],
  );
  const labelName = useCallback(
    (key: string | null) => labels.find((label) => label.key === key)?.name ?? key ?? "",
    [labels],
  );
  const reopen = useCallback(
    ({ itemId, number }: OutboxAnswer) => store.dispatch({ type: "reopen", itemId, number }),
    [store],
  );
  const saved = useMemo(
    () => <OutboxChip outbox={outbox} queueId={ids.queueId} labelName={labelName} onOpen={reopen} />,
    [outbox, ids, labelName, reopen],
  );
  const openSheet = useCallback(() => setPanel("sheet"), []);
  const doneWriting = useCallback(() => setIsWriting(false), []);
  return (
    <div className="grid h-dvh grid-rows-[auto_minmax(0,1fr)] overflow-hidden">
      <DeskHeader desk={desk} store={store} saved={saved} onSheet={openSheet} />
      <main
        className={`grid min-h-0 max-lg:grid-rows-[minmax(0,1fr)_auto] ${isSideOpen ? "lg:grid-cols-[minmax(0,1fr)_300px]" : "grid-cols-1"}`}
      >
        <section aria-label="Item" className="relative flex min-h-0 flex-col items-center bg-stage">
          <div className="absolute right-3 top-3 z-10 flex items-start gap-1">
            {hasModel && <ModelChip runner={runner} />}
            <button type="button" className="chip" aria-pressed={isZoomed} onClick={run("zoom")}>
              Zoom <kbd className="max-sm:hidden">Space</kbd>
            </button>
          </div>
          {hasItem ? (
            <DeskItemStage store={store} isZoomed={isZoomed} />
          ) : (
            <NothingLeft supply={supply} store={store} answers={answers} />
          )}
          <LabelKeys labels={labels} store={store} answers={answers} flash={flash} onChoose={choose} />
          <div className="flex w-[min(960px,100%-32px)] items-end gap-x-4 gap-y-2 py-2 sm:py-3 text-[12px] text-text-2 max-sm:flex-wrap">
            {hints.map((command) => (
              <button
                key={command.id}
                type="button"
                className="flex items-center gap-1.5 hover:text-text"
                onClick={run(command.id)}
              >
                <kbd>{command.id === "undo" ? "⌫" : command.keys[0]?.toUpperCase()}</kbd> {command.label}
              </button>
            ))}
            <span className="flex items-center gap-1.5 max-md:hidden">
              <kbd>Shift</kbd> not sure
            </span>
            <HistoryStrip store={store} desk={desk} />
          </div>
        </section>
        {isSideOpen && (
          <div className="min-h-0 max-lg:max-h-[20dvh] lg:contents">
            <DeskSide
              desk={desk}
              userId={viewer.userId}
              store={store}
              guidelines={guidelines}
              isWriting={isWriting}
              onDoneWriting={doneWriting}
            />
          </div>
        )}
      </main>
      <DeskNotices store={store} labels={labels} />
      {(problem === "signed-out" || problem === "other-person" || supply === "signed-out") && (
        <SignInAgain
          viewer={viewer}
          isOther={problem === "other-person"}
          onSignedIn={() => {
            outbox?.signedIn();
            void session.ask();
          }}
        />
      )}
      {panel === "flag" && (
        <FlagDialog
          onClose={() => setPanel(null)}
          onFlag={(reason) => {
            give("flag", { reason });
            setPanel(null);
          }}
        />
      )}
      {panel === "find" && (
        <LabelFinder
          labels={labels}
          onClose={() => setPanel(null)}
          onChoose={(label) => {
            answer(label, "sure", null);
            setPanel(null);
          }}
        />
      )}
      {panel === "sheet" && <ShortcutSheet commands={commands} onClose={() => setPanel(null)} />}
    </div>
  );
}
