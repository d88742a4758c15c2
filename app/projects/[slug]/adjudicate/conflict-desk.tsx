"use client";
import Link from "next/link";
import { useMemo, useRef, useState } from "react";
import { AnswerStage } from "@/app/_answers/answer-stage";
import { Button, LinkButton } from "@/app/_components/button";
import { Chip } from "@/app/_components/chip";
import { formatCount } from "@/app/_components/format";
import { LabelOf, labelName } from "@/app/_components/label-swatch";
import { Notice } from "@/app/_components/notice";
import { ShortcutSheet } from "@/app/_keyboard/shortcut-sheet";
import { useCommands } from "@/app/_keyboard/use-commands";
import type { Outputs } from "@/app/_trpc/types";
import type { Task } from "@/core/label-set/label-set";
import { conflictCommands, type DeskLabel } from "./conflict-commands";
import { ConflictEvidence } from "./conflict-evidence";
import { ConflictList } from "./conflict-list";
import { ConflictReason } from "./conflict-reason";
import { ConflictStage } from "./conflict-stage";
import { type Decision, nextId, previousId } from "./conflict-state";
import type { GuidelineRule } from "./guideline-rules";
import { LabelChoice } from "./label-choice";
import { useConflictDraft } from "./use-conflict-draft";
import { useConflicts } from "./use-conflicts";

interface ConflictDeskProps {
  project: { id: number; slug: string; name: string; task: Task };
  labels: readonly DeskLabel[];
  rules: readonly GuidelineRule[];
  start: Outputs["adjudication"]["list"];
  wantedId: number | null;
}

/** Own answer first, then the evidence, then the decision; the next conflict follows by itself. */
export function ConflictDesk({ project, labels, rules, start, wantedId }: ConflictDeskProps) {
  const { state, tell, list, answer, decide } = useConflicts(project.id, start, wantedId);
  const { conflict, step, rows, currentId, reason, history } = state;
  const [isSheetOpen, setIsSheetOpen] = useState(false);
  const [includesOwn, setIncludesOwn] = useState(false);
  const reasonField = useRef<HTMLTextAreaElement>(null);
  const finder = useRef<HTMLInputElement>(null);
  const base = `/projects/${project.slug}`;

  const settle = (decision: Decision, label: string | null) => {
    if (decision === "exclude" && reason.trim() === "") {
      tell({ type: "notice", text: "Say why first: taking an item out of the data set needs a reason." });
      reasonField.current?.focus();
      return;
    }
    void decide(decision, label);
  };
  const { give, undo, draft, isStepwiseTask } = useConflictDraft(project.task, conflict, {
    isOpen: step === "first" || step === "decide",
    take: (text) => (step === "first" ? void answer(text) : settle("label", text)),
    notice: (text) => tell({ type: "notice", text }),
  });
  const choose = (label: string) => {
    if (isStepwiseTask) draft.press(label);
    else if (step === "first") void answer(label);
    else settle("label", label);
  };
  const move = (itemId: number | null) => itemId !== null && tell({ type: "chosen", itemId });
  const commands = conflictCommands(labels, step, {
    choose,
    decide: (decision) => settle(decision, null),
    writeReason: () => reasonField.current?.focus(),
    findLabel: () => finder.current?.focus(),
    next: () => move(nextId(rows, currentId)),
    previous: () => move(previousId(rows, currentId)),
    reopen: () => !undo() && move(history[0]?.itemId ?? null),
    give: isStepwiseTask ? give : null,
    remove: () => draft.editor.current?.remove(),
    openSheet: () => setIsSheetOpen(true),
  });
  useCommands(commands, !isSheetOpen);

  const evidence = conflict?.evidence ?? null;
  const candidates = useMemo(() => {
    if (!evidence) return [];
    const named = [
      ...evidence.posterior.toSorted(([, p], [, q]) => q - p).map(([key]) => key),
      ...evidence.answers.map((one) => one.label),
      ...(evidence.given === null ? [] : [evidence.given]),
      ...evidence.predictions.map((one) => one.label),
    ];
    return [...new Set(named)].filter((key) => key !== null).slice(0, 5);
  }, [evidence]);
  const at = rows.findIndex((row) => row.itemId === currentId);
  const last = history[0];

  return (
    <div className="grid min-h-dvh grid-rows-[auto_minmax(0,1fr)] lg:h-dvh lg:overflow-hidden">
      <header className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line bg-surface px-4 py-1.5">
        <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-2">
          <Link href={base} className="truncate text-text-2 hover:text-text" prefetch={false}>
            {project.name}
          </Link>
          <span aria-hidden="true" className="text-text-3">
            /
          </span>
          <h1 className="text-sm font-semibold tracking-normal">Adjudicate</h1>
        </nav>
        <p className="tabular-nums">
          <b className="font-semibold">{formatCount(state.left)}</b>{" "}
          <span className="text-text-2">
            conflicts left, {formatCount(state.settled)} settled, most uncertain first
          </span>
        </p>
        <div className="flex items-center gap-2">
          <label className="chip">
            <input
              type="checkbox"
              className="accent-(--accent)"
              checked={includesOwn}
              onChange={(event) => {
                setIncludesOwn(event.target.checked);
                void list(event.target.checked);
              }}
            />
            With items I labeled
          </label>
          <span className="max-xl:hidden">
            <Chip>Names hidden until decided</Chip>
          </span>
          <button type="button" aria-label="All keys" className="max-sm:hidden" onClick={() => setIsSheetOpen(true)}>
            <kbd>?</kbd>
          </button>
        </div>
      </header>
      <main className="grid min-h-0 grid-cols-[minmax(0,1fr)] lg:grid-cols-[200px_minmax(0,1fr)_400px]">
        <ConflictList rows={rows} currentId={currentId} onChoose={(itemId) => tell({ type: "chosen", itemId })} />
        {step === "empty" ? (
          <div
            className="m-auto flex max-w-md flex-col items-center gap-3 p-8 text-center lg:col-span-2"
            data-testid="no-conflict"
          >
            <h2 className="text-lg">{state.left === 0 ? "No conflict is left" : "No conflict is left for you"}</h2>
            <p className="text-text-2">
              {state.left === 0
                ? "Whenever people disagree on an item, it comes here. A snapshot keeps what is settled now."
                : `You labeled the other ${formatCount(state.left)} yourself; somebody else should decide them, or take them in with the box above.`}
            </p>
            <LinkButton href={state.left === 0 ? `${base}/snapshots` : base} variant="primary">
              {state.left === 0 ? "Make a snapshot" : "Overview"}
            </LinkButton>
          </div>
        ) : (
          <>
            <ConflictStage conflict={conflict} ahead={at < 0 ? rows.slice(0, 2) : rows.slice(at + 1, at + 3)}>
              {conflict && (project.task === "spans" || project.task === "boxes") && (
                <AnswerStage
                  task={project.task}
                  item={{ ...conflict, image: conflict.hasImage ? `/api/media/${conflict.itemId}/original` : null }}
                  labels={labels}
                  draft={draft}
                />
              )}
            </ConflictStage>
            <aside
              aria-label="Decision"
              className="flex min-h-0 flex-col gap-4 border-line bg-surface p-4 lg:overflow-y-auto lg:border-l"
            >
              {state.notice && (
                <Notice tone={step === "refused" ? "bad" : "warn"}>
                  {state.notice}
                  {step === "refused" && (
                    <Button isSmall className="mt-2" onClick={() => move(nextId(rows, currentId))}>
                      Next conflict
                    </Button>
                  )}
                </Notice>
              )}
              {conflict && !evidence && (
                <section className="flex flex-col gap-3" data-testid="own-answer">
                  <div>
                    <h2>What would you say?</h2>
                    <p className="text-text-2">
                      Answer first yourself. Then the answers, the given label and the models are shown.
                    </p>
                  </div>
                  <LabelChoice
                    labels={labels}
                    candidates={[]}
                    isBusy={step !== "first"}
                    finder={finder}
                    onChoose={choose}
                    chosen={isStepwiseTask ? draft.chosen : null}
                    giveText="Give this answer"
                    onGive={give}
                  />
                </section>
              )}
              {conflict && evidence && (
                <>
                  <section className="flex flex-col gap-1.5">
                    <h2>You, before the evidence</h2>
                    <LabelOf labels={labels} labelKey={conflict.firstAnswer} isStrong />
                  </section>
                  <ConflictEvidence
                    evidence={evidence}
                    labels={labels}
                    onTake={isStepwiseTask ? (text) => draft.begin(conflict.itemId, text) : null}
                  />
                  <section className="flex flex-col gap-2" data-testid="decide">
                    <h2>Decide</h2>
                    <LabelChoice
                      labels={labels}
                      candidates={candidates}
                      isBusy={step !== "decide"}
                      finder={finder}
                      onChoose={choose}
                      chosen={isStepwiseTask ? draft.chosen : null}
                      giveText="Decide so"
                      onGive={give}
                    />
                    <div className="flex flex-wrap gap-2">
                      <button
                        type="button"
                        className="chip hover:text-text"
                        onClick={() => settle("undecidable", null)}
                      >
                        <kbd>U</kbd> Undecidable
                      </button>
                      <button type="button" className="chip hover:text-text" onClick={() => settle("exclude", null)}>
                        <kbd>X</kbd> Exclude
                      </button>
                    </div>
                  </section>
                  <ConflictReason
                    rules={rules}
                    rule={state.rule}
                    reason={reason}
                    field={reasonField}
                    onRule={(rule) => tell({ type: "rule", rule })}
                    onReason={(text) => tell({ type: "reason", text })}
                  />
                </>
              )}
              {last && (
                <p
                  role="status"
                  className="mt-auto flex items-center justify-between gap-3 border-t border-line pt-3 text-xs text-text-2"
                >
                  <span>
                    Item {last.number}:{" "}
                    {last.decision === "label"
                      ? labelName(labels, last.label)
                      : last.decision === "exclude"
                        ? "excluded"
                        : "undecidable"}
                    , saved
                  </span>
                  <button
                    type="button"
                    className="flex items-center gap-1.5 hover:text-text"
                    onClick={() => move(last.itemId)}
                  >
                    <kbd>⌫</kbd> Open again
                  </button>
                </p>
              )}
            </aside>
          </>
        )}
      </main>
      <p role="status" className="sr-only">
        {draft.said}
      </p>
      {isSheetOpen && <ShortcutSheet commands={commands} onClose={() => setIsSheetOpen(false)} />}
    </div>
  );
}
