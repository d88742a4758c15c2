"use client";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { ShortcutSheet } from "@/app/_keyboard/shortcut-sheet";
import { useCommands } from "@/app/_keyboard/use-commands";
import { takesAnswers, waiting } from "@/app/_outbox/outbox";
import { OutboxChip } from "@/app/_outbox/outbox-chip";
import { SignInAgain } from "@/app/_outbox/sign-in-again";
import { StageTools } from "./_stage/stage-tools";
import { useStage } from "./_stage/use-stage";
import { deskCommands } from "./desk-commands";
import { FlagDialog, LabelFinder } from "./desk-dialogs";
import { DeskHeader } from "./desk-header";
import { DeskSide } from "./desk-side";
import type { DeskItem } from "./desk-state";
import { HistoryStrip } from "./history-strip";
import { ItemStage } from "./item-stage";
import { LabelKeys } from "./label-keys";
import { ModelChip } from "./model-chip";
import { NothingLeft } from "./nothing-left";
import { type Desk, useDesk, type Viewer } from "./use-desk";
import { useKeyPress } from "./use-key-press";
import { useSuggestions } from "./use-suggestions";

const FLASH_MS = 140;

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
  const { state, give, undo, supply, outbox, answers } = session;
  const runner = useSuggestions(session);
  const press = useKeyPress();
  const [flashed, setFlashed] = useState<string | null>(null);
  const [panel, setPanel] = useState<"flag" | "find" | "sheet" | null>(null);
  const [isWriting, setIsWriting] = useState(false);
  const [isSideOpen, setIsSideOpen] = useState(true);
  const stage = useStage(desk.project.media);

  const answer = useCallback(
    (label: string, certainty: "sure" | "unsure", code: string | null) => {
      if (!press(code, (key) => give("label", { label, certainty, key }))) return;
      setFlashed(label);
      setIsWriting(false);
    },
    [give, press],
  );
  const choose = useCallback((label: string, certainty: "sure" | "unsure") => answer(label, certainty, null), [answer]);
  useEffect(() => {
    if (flashed === null) return;
    const off = setTimeout(() => setFlashed(null), FLASH_MS);
    return () => clearTimeout(off);
  }, [flashed]);

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
          openFinder: () => setPanel("find"),
          openSheet: () => setPanel("sheet"),
        },
        stage.commands,
      ),
    [labels, answer, press, give, undo, stage],
  );
  useCommands(commands, panel === null);

  const { current } = state;
  const hasModel = [current, ...state.ahead].some((item) => item?.run);
  const run = (id: string) => () => commands.find((command) => command.id === id)?.run(new KeyboardEvent("keydown"));
  const hints = ["undo", "skip", "flag", "comment"].flatMap(
    (id) => commands.find((command) => command.id === id) ?? [],
  );
  return (
    <div className="grid h-dvh grid-rows-[auto_3px_minmax(0,1fr)] overflow-hidden">
      <DeskHeader
        desk={desk}
        answered={state.answered}
        saved={
          <OutboxChip
            state={answers}
            labelName={(key) => labels.find((label) => label.key === key)?.name ?? key ?? ""}
            onSendNow={() => outbox?.retryNow()}
            onSendAgain={(keys) => outbox?.sendAgain(keys)}
            onDiscard={(key) => outbox?.discard(key)}
            onOpen={({ queueId, itemId, number }) =>
              queueId === session.ids.queueId && session.dispatch({ type: "reopen", itemId, number })
            }
            queueId={session.ids.queueId}
          />
        }
        onSheet={() => setPanel("sheet")}
      />
      <main
        className={`grid min-h-0 max-lg:grid-rows-[minmax(0,1fr)_auto] ${isSideOpen ? "lg:grid-cols-[minmax(0,1fr)_300px]" : "grid-cols-1"}`}
      >
        <section aria-label="Item" className="relative flex min-h-0 flex-col items-center bg-stage">
          {current && (
            <p className="absolute left-4 top-3 z-10 text-[12px] text-text-2 tabular-nums" data-testid="item-number">
              Item {current.number}
            </p>
          )}
          <div className="absolute right-3 top-3 z-10 flex items-start gap-1">
            {hasModel && <ModelChip runner={runner} />}
            {current && <StageTools stage={stage} />}
          </div>
          {current ? (
            <ItemStage stage={stage} current={current} ahead={state.ahead} />
          ) : (
            <NothingLeft
              supply={supply}
              isRestoring={state.restoring !== null}
              answered={state.answered}
              waiting={waiting(answers).length}
            />
          )}
          <LabelKeys
            labels={labels}
            suggested={state.shown?.label ?? null}
            flashed={flashed}
            isOpen={current !== null && takesAnswers(answers)}
            onChoose={choose}
          />
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
            <HistoryStrip history={state.history} labels={labels} />
          </div>
        </section>
        {isSideOpen && (
          <div className="min-h-0 max-lg:max-h-[20dvh] lg:contents">
            <DeskSide
              desk={desk}
              guidelines={guidelines}
              item={current}
              shown={state.shown}
              isWriting={isWriting}
              onDoneWriting={() => setIsWriting(false)}
            />
          </div>
        )}
      </main>
      <p role="status" className="sr-only" data-testid="announcement">
        {state.notice ||
          (current
            ? `Item ${current.number}. ${state.shown ? `Suggestion: ${labels.find((l) => l.key === state.shown?.label)?.name}.` : ""}`
            : "")}
      </p>
      {state.notice && (
        <p className="chip fixed bottom-24 left-1/2 z-20 -translate-x-1/2 bg-surface text-text shadow-card">
          {state.notice}
        </p>
      )}
      {(answers.problem === "signed-out" || answers.problem === "other-person" || supply === "signed-out") && (
        <SignInAgain
          viewer={viewer}
          isOther={answers.problem === "other-person"}
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
