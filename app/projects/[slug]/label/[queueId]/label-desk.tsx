"use client";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { later } from "@/app/_components/later";
import { useSlice } from "@/app/_components/use-slice";
import { useCommands } from "@/app/_keyboard/use-commands";
import type { OutboxAnswer } from "@/app/_outbox/outbox";
import { OutboxChip } from "@/app/_outbox/outbox-chip";
import { answersOf } from "@/app/_outbox/use-outbox";
import { answerWords } from "@/core/annotation/answer-text";
import { StageTools } from "./_stage/stage-tools";
import { useStage } from "./_stage/use-stage";
import { DeskAnswers } from "./desk-answers";
import { deskCommands, MANY_LABELS } from "./desk-commands";
import { DeskHeader } from "./desk-header";
import { DeskHints } from "./desk-hints";
import { DeskItemStage } from "./desk-item";
import { DeskMenu } from "./desk-menu";
import { DeskNotices } from "./desk-notices";
import { DeskSide } from "./desk-side";
import type { DeskItem } from "./desk-state";
import { HistoryStrip } from "./history-strip";
import type { Flash } from "./label-keys";
import { NothingLeft } from "./nothing-left";
import { type Desk, useDesk, type Viewer } from "./use-desk";
import { useKeyBindings } from "./use-key-bindings";
import { useKeyPress } from "./use-key-press";
import { useMarking } from "./use-marking";
import { usePace } from "./use-pace";
import { usePanels } from "./use-panels";
import { useSuggestions } from "./use-suggestions";
import { useVerify } from "./use-verify";

// not for the first answer
const ChapterCard = later(async () => (await import("./chapter-card")).ChapterCard);
const DeskBreak = later(async () => (await import("./desk-break")).DeskBreak);
const DeviceState = later(async () => (await import("./device-state")).DeviceState);
const SignInAgain = later(async () => (await import("@/app/_outbox/sign-in-again")).SignInAgain);

const NO_LABELS: Desk["labels"] = [];

interface LabelDeskProps {
  desk: Desk;
  held: readonly DeskItem[];
  viewer: Viewer;
  guidelines: ReactNode;
}

/** The label screen: an item, its keys, and nothing that biases or slows the answer. */
export function LabelDesk({ desk, held, viewer, guidelines }: LabelDeskProps) {
  const session = useDesk(desk, held, viewer);
  const marking = useMarking(desk, session, viewer.userId);
  const { store, give, undo, supply, outbox, sitting, setBreak, ids } = session;
  const answers = answersOf(outbox);
  const runner = useSuggestions(session, viewer.userId);
  const { labels, bindings, targets, ownKeys, setOwnKeys } = useKeyBindings(desk);
  const press = useKeyPress();
  const flash = useRef<Flash>(null);
  const hasItem = useSlice(store, (state) => state.current !== null);
  const { panel, setPanel, Panels } = usePanels(store, hasItem);
  const [isOnBreak, setIsOnBreak] = useState(false);
  const [hasPace, setHasPace] = usePace();
  const [isWriting, setIsWriting] = useState(false);
  const [isExplaining, setIsExplaining] = useState(false);
  const [isSideOpen, setIsSideOpen] = useState(true);
  const stage = useStage(desk.project.media);
  const hasOwnStage = desk.project.task === "spans" || desk.project.task === "boxes";
  const itemCommands = useMemo(
    () => (hasOwnStage ? stage.commands.filter((one) => one.id === "zoom" && stage.media === "text") : stage.commands),
    [hasOwnStage, stage],
  );

  const { isOn: isStepwiseTask, press: mark, submit, editor } = marking;
  const answer = useCallback(
    (label: string, certainty: "sure" | "unsure", code: string | null) => {
      if (isStepwiseTask) mark(label);
      else if (!press(code, (key) => give("label", { label, certainty, key }))) return false;
      flash.current?.(label);
      setIsWriting(false);
      setIsExplaining(false);
      return true;
    },
    [isStepwiseTask, mark, give, press],
  );
  const verify = useVerify(store, answer);
  const labelName = useCallback(
    (text: string | null) =>
      answerWords(text ?? "", (key) => desk.labels.find((label) => label.key === key)?.name ?? key),
    [desk],
  );
  const steps = useMemo(() => {
    if (!isStepwiseTask) return null;
    const remove = desk.project.task === "multi-label" ? null : () => editor.current?.remove();
    const give = (certainty: "sure" | "unsure", code: string | null) => {
      if (press(code, (key) => submit(certainty, key))) setIsWriting(false);
    };
    return { give, remove };
  }, [isStepwiseTask, desk, editor, press, submit]);
  const { step: verifyStep, pair } = verify;
  const shownLabels = useMemo(() => {
    if (verifyStep === "pair") return NO_LABELS;
    return verifyStep === "others" ? labels.filter((label) => !pair?.includes(label.key)) : labels;
  }, [labels, verifyStep, pair]);
  const isMany = shownLabels.length > MANY_LABELS;
  const finder = useRef<HTMLInputElement>(null);
  const undoLast = useCallback(() => {
    if (!editor.current?.undo()) undo(labelName);
  }, [editor, undo, labelName]);
  const takeBreak = useCallback(
    (isOn: boolean) => {
      setBreak(isOn);
      setIsOnBreak(isOn);
    },
    [setBreak],
  );
  const startBreak = useCallback(() => takeBreak(true), [takeBreak]);
  const resume = useCallback(() => takeBreak(false), [takeBreak]);
  const toggleExplaining = useCallback(() => setIsExplaining((is) => !is && store.state().shown !== null), [store]);
  const openSheet = useCallback(() => setPanel("sheet"), [setPanel]);
  const openPalette = useCallback(() => setPanel("palette"), [setPanel]);
  const openFinder = useCallback(() => (isMany ? finder.current?.focus() : setPanel("find")), [isMany, setPanel]);
  const own = useMemo(
    () =>
      deskCommands(
        // typed, not pressed
        isMany ? NO_LABELS : shownLabels,
        {
          answer,
          // what is shown, and never in the blind arm: there nothing is
          accept: (code) => {
            const { shown } = store.state();
            if (shown) answer(shown.label, "sure", code);
          },
          undo: undoLast,
          steps,
          skip: (code) => void press(code, (key) => give("skip", { key })),
          flag: () => setPanel("flag"),
          comment: () => {
            setIsSideOpen(true);
            setIsWriting(true);
          },
          guidelines: () => setIsSideOpen((open) => !open),
          explain: () => {
            setIsSideOpen(true);
            toggleExplaining();
          },
          find: openFinder,
          palette: openPalette,
          sheet: openSheet,
          break: startBreak,
        },
        { ...bindings, item: itemCommands },
      ),
    [
      shownLabels,
      isMany,
      bindings,
      itemCommands,
      store,
      answer,
      press,
      give,
      undoLast,
      steps,
      setPanel,
      openFinder,
      openSheet,
      openPalette,
      startBreak,
      toggleExplaining,
    ],
  );
  const commands = useMemo(() => [...verify.commands, ...own], [verify.commands, own]);
  useCommands(commands, panel === null && !isOnBreak);

  const hasModel = useSlice(store, ({ current, ahead }) => current?.run != null || ahead.some((item) => item.run));
  const problem = useSlice(answers, (state) => state.problem);
  const giveWords =
    desk.project.task === "multi-label" && marking.chosen.length === 0 ? "None applies" : "Give the answer";
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
      <DeskMenu
        device={hasModel ? <DeviceState runner={runner} /> : null}
        hasPace={hasPace}
        onPace={setHasPace}
        onBreak={startBreak}
        onSheet={openSheet}
        onFind={openFinder}
      />
    ),
    [hasModel, runner, hasPace, setHasPace, startBreak, openSheet, openFinder],
  );
  const doneWriting = useCallback(() => setIsWriting(false), []);
  return (
    <div className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] overflow-hidden">
      <DeskHeader desk={desk} store={store} saved={saved} menu={menu} />
      <main
        className={`grid min-h-0 max-lg:grid-cols-[minmax(0,1fr)] max-lg:grid-rows-[minmax(0,1fr)_auto] ${isSideOpen ? "lg:grid-cols-[minmax(0,1fr)_300px]" : "grid-cols-1"}`}
      >
        <section aria-label="Item" className="relative flex min-h-0 flex-col items-center bg-stage">
          <div className="absolute right-3 top-3 z-10 flex items-start gap-1">
            {hasItem && !hasOwnStage && <StageTools stage={stage} />}
          </div>
          {hasItem ? (
            <DeskItemStage
              store={store}
              sitting={sitting}
              stage={stage}
              hasPace={hasPace}
              desk={desk}
              marking={marking}
            />
          ) : (
            <NothingLeft supply={supply} store={store} answers={answers} sitting={sitting} desk={desk} />
          )}
          <DeskAnswers
            desk={desk}
            session={session}
            labels={shownLabels}
            allLabels={labels}
            isMany={isMany && hasItem}
            marking={marking}
            verify={verify}
            steps={steps}
            flash={flash}
            finder={finder}
            onAnswer={answer}
            onUndo={undoLast}
          />
          <DeskHints commands={commands} bindings={bindings} steps={steps} giveWords={giveWords} hasItem={hasItem}>
            <HistoryStrip store={store} desk={desk} />
          </DeskHints>
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
              ids={ids}
              runner={runner}
              isExplaining={isExplaining}
              onExplain={toggleExplaining}
            />
          </div>
        )}
      </main>
      <DeskNotices
        store={store}
        labels={labels}
        labelName={labelName}
        said={marking.said}
        unfinished={marking.unfinished}
      />
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
          // what is not taken stays open, with its note
          onFlag={(reason, note) => give("flag", { reason, note }) && setPanel(null)}
          onFind={(label) => answer(label, "sure", null) && setPanel(null)}
        />
      )}
      {isOnBreak && <DeskBreak onResume={resume} />}
    </div>
  );
}
