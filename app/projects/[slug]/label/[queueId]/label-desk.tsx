"use client";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { useSlice } from "@/app/_components/use-slice";
import { keyCap } from "@/app/_keyboard/command";
import { useCommands } from "@/app/_keyboard/use-commands";
import type { OutboxAnswer } from "@/app/_outbox/outbox";
import { OutboxChip } from "@/app/_outbox/outbox-chip";
import { SignInAgain } from "@/app/_outbox/sign-in-again";
import { answersOf } from "@/app/_outbox/use-outbox";
import { ChapterCard } from "./chapter-card";
import { DeskBreak } from "./desk-break";
import { deskCommands } from "./desk-commands";
import { DeskHeader } from "./desk-header";
import { DeskItemStage } from "./desk-item";
import { DeskMenu } from "./desk-menu";
import { DeskNotices } from "./desk-notices";
import { DeskSide } from "./desk-side";
import type { DeskItem } from "./desk-state";
import { HistoryStrip } from "./history-strip";
import { type Flash, LabelKeys } from "./label-keys";
import { ModelChip } from "./model-chip";
import { NothingLeft } from "./nothing-left";
import { type Desk, useDesk, type Viewer } from "./use-desk";
import { useKeyBindings } from "./use-key-bindings";
import { useKeyPress } from "./use-key-press";
import { usePace } from "./use-pace";
import { usePanels } from "./use-panels";
import { useSuggestions } from "./use-suggestions";

const HINTS = ["undo", "skip", "flag", "comment"];

interface LabelDeskProps {
  desk: Desk;
  held: readonly DeskItem[];
  viewer: Viewer;
  guidelines: ReactNode;
}

/** The label screen: an item, its keys, and nothing that biases or slows the answer. */
export function LabelDesk({ desk, held, viewer, guidelines }: LabelDeskProps) {
  const session = useDesk(desk, held, viewer);
  const { store, give, undo, supply, outbox, sitting, setBreak, ids } = session;
  const answers = answersOf(outbox);
  const runner = useSuggestions(session, viewer.userId);
  const { labels, bindings, targets, ownKeys, setOwnKeys } = useKeyBindings(desk);
  const press = useKeyPress();
  const flash = useRef<Flash>(null);
  const { panel, setPanel, Panels } = usePanels();
  const [isOnBreak, setIsOnBreak] = useState(false);
  const [hasPace, setHasPace] = usePace();
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
  const takeBreak = useCallback(
    (isOn: boolean) => {
      setBreak(isOn);
      setIsOnBreak(isOn);
    },
    [setBreak],
  );
  const startBreak = useCallback(() => takeBreak(true), [takeBreak]);
  const resume = useCallback(() => takeBreak(false), [takeBreak]);
  const openSheet = useCallback(() => setPanel("sheet"), [setPanel]);
  const openFinder = useCallback(() => setPanel("find"), [setPanel]);
  const commands = useMemo(
    () =>
      deskCommands(
        labels,
        {
          answer,
          // what is shown, and never in the blind arm: there nothing is
          accept: (code) => {
            const { shown } = store.state();
            if (shown) answer(shown.label, "sure", code);
          },
          undo: () => undo((key) => labels.find((label) => label.key === key)?.name ?? "the answer"),
          skip: (code) => void press(code, (key) => give("skip", { key })),
          flag: () => setPanel("flag"),
          comment: () => {
            setIsSideOpen(true);
            setIsWriting(true);
          },
          guidelines: () => setIsSideOpen((open) => !open),
          zoom: () => setIsZoomed((on) => !on),
          find: openFinder,
          sheet: openSheet,
          break: startBreak,
        },
        bindings,
      ),
    [labels, bindings, store, answer, press, give, undo, setPanel, openFinder, openSheet, startBreak],
  );
  useCommands(commands, panel === null && !isOnBreak);

  const hasItem = useSlice(store, (state) => state.current !== null);
  const hasModel = useSlice(store, ({ current, ahead }) => current?.run != null || ahead.some((item) => item.run));
  const problem = useSlice(answers, (state) => state.problem);
  const commandOf = (id: string) => commands.find((command) => command.id === id);
  const run = (id: string) => () => commandOf(id)?.run(new KeyboardEvent("keydown"));
  const labelName = useCallback(
    (key: string | null) => desk.labels.find((label) => label.key === key)?.name ?? key ?? "",
    [desk],
  );
  const reopen = useCallback(
    ({ itemId, number }: OutboxAnswer) => store.dispatch({ type: "reopen", itemId, number }),
    [store],
  );
  const saved = useMemo(
    () => <OutboxChip outbox={outbox} queueId={ids.queueId} labelName={labelName} onOpen={reopen} />,
    [outbox, ids, labelName, reopen],
  );
  const menu = useMemo(
    () => (
      <DeskMenu hasPace={hasPace} onPace={setHasPace} onBreak={startBreak} onSheet={openSheet} onFind={openFinder} />
    ),
    [hasPace, setHasPace, startBreak, openSheet, openFinder],
  );
  const doneWriting = useCallback(() => setIsWriting(false), []);
  const zoomKey = commandOf("zoom")?.keys[0];
  return (
    <div className="grid h-dvh grid-rows-[auto_minmax(0,1fr)] overflow-hidden">
      <DeskHeader desk={desk} store={store} saved={saved} menu={menu} />
      <main
        className={`grid min-h-0 max-lg:grid-rows-[minmax(0,1fr)_auto] ${isSideOpen ? "lg:grid-cols-[minmax(0,1fr)_300px]" : "grid-cols-1"}`}
      >
        <section aria-label="Item" className="relative flex min-h-0 flex-col items-center bg-stage">
          <div className="absolute right-3 top-3 z-10 flex items-start gap-1">
            {hasModel && <ModelChip runner={runner} />}
            <button type="button" className="chip" aria-pressed={isZoomed} onClick={run("zoom")}>
              Zoom {zoomKey && <kbd className="max-sm:hidden">{keyCap(zoomKey)}</kbd>}
            </button>
          </div>
          {hasItem ? (
            <DeskItemStage store={store} sitting={sitting} isZoomed={isZoomed} hasPace={hasPace} />
          ) : (
            <NothingLeft supply={supply} store={store} answers={answers} sitting={sitting} desk={desk} />
          )}
          <LabelKeys labels={labels} store={store} answers={answers} flash={flash} onChoose={choose} />
          <div className="flex w-[min(960px,100%-32px)] items-end gap-x-4 gap-y-2 py-2 sm:py-3 text-[12px] text-text-2 max-sm:flex-wrap">
            {HINTS.flatMap((id) => commandOf(id) ?? []).map(({ id, keys: [key], label }) => (
              <button
                key={id}
                type="button"
                className="flex items-center gap-1.5 whitespace-nowrap hover:text-text"
                onClick={run(id)}
              >
                {key && <kbd>{keyCap(key)}</kbd>} {label}
              </button>
            ))}
            {bindings.singleKeys && (
              <span className="flex items-center gap-1.5 whitespace-nowrap max-md:hidden">
                <kbd>Shift</kbd> not sure
              </span>
            )}
            {bindings.enterAccepts && bindings.singleKeys && (
              <span className="flex items-center gap-1.5 whitespace-nowrap max-md:hidden">
                <kbd>↵</kbd> suggestion
              </span>
            )}
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
      {hasItem && <ChapterCard store={store} sitting={sitting} desk={desk} />}
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
      {panel !== null && Panels && (
        <Panels
          panel={panel}
          labels={labels}
          commands={commands}
          editor={{ projectId: ids.projectId, userId: viewer.userId, targets, ownKeys, onChange: setOwnKeys }}
          onClose={() => setPanel(null)}
          onFlag={(reason, note) => {
            give("flag", { reason, note });
            setPanel(null);
          }}
          onFind={(label) => {
            answer(label, "sure", null);
            setPanel(null);
          }}
        />
      )}
      {isOnBreak && <DeskBreak onResume={resume} />}
    </div>
  );
}
