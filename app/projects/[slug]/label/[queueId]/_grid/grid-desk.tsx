"use client";
import { type ReactNode, useCallback, useEffect, useMemo, useReducer, useRef, useState } from "react";
import { useSlice } from "@/app/_components/use-slice";
import { ShortcutSheet } from "@/app/_keyboard/shortcut-sheet";
import { useCommands } from "@/app/_keyboard/use-commands";
import type { OutboxAnswer } from "@/app/_outbox/outbox";
import { OutboxChip } from "@/app/_outbox/outbox-chip";
import { SignInAgain } from "@/app/_outbox/sign-in-again";
import { answersOf } from "@/app/_outbox/use-outbox";
import { DeskHeader } from "../desk-header";
import type { DeskItem } from "../desk-state";
import { LabelNotes } from "../label-notes";
import { NothingLeft } from "../nothing-left";
import { type Desk, useDesk, type Viewer } from "../use-desk";
import { useKeyBindings } from "../use-key-bindings";
import { useKeyPress } from "../use-key-press";
import { gridCommands } from "./grid-commands";
import { GridFoot } from "./grid-foot";
import { answersOfGrid, emptyGrid, gridReducer, tilesOf } from "./grid-state";
import { GridTile } from "./grid-tile";
import { useInView } from "./use-in-view";
import { useTurns } from "./use-turns";

const SIZES = [
  { name: "Small", most: 60, width: 96 },
  { name: "Medium", most: 40, width: 128 },
  { name: "Large", most: 24, width: 176 },
] as const;

interface GridDeskProps {
  desk: Desk;
  held: readonly DeskItem[];
  viewer: Viewer;
  guidelines: ReactNode;
}

/** Many small items that the model puts in one label: the odd ones get their own, Enter confirms what was in view. */
export function GridDesk({ desk, held, viewer, guidelines }: GridDeskProps) {
  const session = useDesk(desk, held, viewer);
  const { store, give, undo, supply, outbox, sitting, ids } = session;
  const answers = answersOf(outbox);
  const { labels } = useKeyBindings(desk);
  const press = useKeyPress();
  const { take, isBusy } = useTurns(outbox);
  const [size, setSize] = useState<(typeof SIZES)[number]>(SIZES[1]);
  const [grid, tell] = useReducer(gridReducer, emptyGrid);
  const [isSheetOpen, setIsSheetOpen] = useState(false);
  const [hasGuidelines, setHasGuidelines] = useState(false);
  const [said, setSaid] = useState("");
  const batches = useRef<number[]>([]);
  const current = useSlice(store, (state) => state.current);
  const ahead = useSlice(store, (state) => state.ahead);
  const tiles = useMemo(() => tilesOf(current ? [current, ...ahead] : [], size.most), [current, ahead, size]);
  const labelOf = (key: string | null | undefined) => labels.find((label) => label.key === key) ?? null;
  const labelName = useCallback(
    (key: string | null) => labels.find((label) => label.key === key)?.name ?? key ?? "",
    [labels],
  );
  const group = tiles[0]?.suggestion?.label ?? null;
  const ready = useMemo(() => answersOfGrid(grid, tiles), [grid, tiles]);
  const since = useRef(performance.now());

  const area = useInView(
    useMemo(() => tiles.map((tile) => tile.claimId), [tiles]),
    useCallback((claimId: number) => tell({ type: "seen", claimId }), []),
  );
  // the focus is always on a tile that is there
  useEffect(() => {
    const [first] = tiles;
    if (first && !tiles.some((tile) => tile.claimId === grid.focus)) tell({ type: "focus", claimId: first.claimId });
  }, [tiles, grid.focus]);
  const focusTiles = useCallback(() => {
    if (document.activeElement?.closest("input, textarea, dialog")) return;
    area.current?.querySelector<HTMLElement>(`[data-tile="${grid.focus}"]`)?.focus();
  }, [grid.focus, area]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: tiles of another size are the same tiles, and have the keys
  useEffect(focusTiles, [focusTiles, size]);

  const confirm = useCallback(() => {
    if (ready.length === 0 || isBusy) return false;
    const now = performance.now();
    // one look at all of them: each has its share of the time
    const durationMs = Math.round(Math.min(now - since.current, 60_000 * ready.length) / ready.length);
    since.current = now;
    batches.current.push(ready.length);
    tell({ type: "gone", claimIds: ready.map(({ tile }) => tile.claimId) });
    take(
      ready.map(({ tile: { itemId, number, claimId }, kind, label }) => () => {
        store.dispatch({ type: "reopen", itemId, number });
        // another tab may have answered it, or its lease ended: nothing else gets its label
        if (store.state().current?.claimId !== claimId) return;
        store.dispatch({ type: "painted", claimId, now: performance.now() });
        give(kind, { label, durationMs });
      }),
    );
    const odd = ready.filter(({ tile, label }) => label !== (tile.suggestion?.label ?? null)).length;
    setSaid(`${ready.length} confirmed, ${odd} of them not ${labelName(group)}.`);
    return true;
  }, [ready, isBusy, take, store, give, labelName, group]);

  const confirmByKey = useCallback((code: string) => void press(code, confirm), [press, confirm]);
  const focusTile = useCallback((claimId: number) => tell({ type: "focus", claimId }), []);
  const undoBatch = useCallback(() => {
    if (isBusy) return;
    const n = batches.current.pop() ?? (store.state().history.length > 0 ? 1 : 0);
    if (n === 0) return;
    take(Array.from({ length: n }, () => () => undo(labelName)));
    setSaid(n === 1 ? "One tile is back." : `${n} tiles are back.`);
  }, [isBusy, take, undo, labelName, store]);

  const columns = () => {
    const all = [...(area.current?.querySelectorAll<HTMLElement>("[data-tile]") ?? [])];
    const top = all[0]?.offsetTop;
    return Math.max(1, all.filter((tile) => tile.offsetTop === top).length);
  };
  const steps = { left: () => -1, right: () => 1, up: () => -columns(), down: () => columns() };
  const isChanged = grid.focus !== null && (grid.corrected.has(grid.focus) || grid.skipped.has(grid.focus));
  const commands = gridCommands(labels, {
    correct: (label) => tell({ type: "correct", label, tiles }),
    skip: () => tell({ type: "skip", tiles }),
    clearOrUndo: () => (isChanged ? tell({ type: "clear" }) : undoBatch()),
    undo: undoBatch,
    confirm: confirmByKey,
    move: (by) => tell({ type: "move", by: steps[by](), tiles }),
    openSheet: () => setIsSheetOpen(true),
    toggleGuidelines: () => setHasGuidelines((is) => !is),
  });
  useCommands(commands, !isSheetOpen);
  const problem = useSlice(answers, (state) => state.problem);
  const reopen = useCallback(
    ({ itemId, number }: OutboxAnswer) => store.dispatch({ type: "reopen", itemId, number }),
    [store],
  );
  const saved = useMemo(
    () => <OutboxChip outbox={outbox} queueId={ids.queueId} labelName={labelName} onOpen={reopen} />,
    [outbox, ids, labelName, reopen],
  );
  const groupLabel = labelOf(group);
  return (
    <div className="grid h-dvh grid-rows-[auto_minmax(0,1fr)] overflow-hidden">
      <DeskHeader desk={desk} store={store} saved={saved} menu={null} />
      <main className={`grid min-h-0 ${hasGuidelines ? "lg:grid-cols-[minmax(0,1fr)_300px]" : "grid-cols-1"}`}>
        <section aria-label="Items" className="flex min-h-0 flex-col items-center bg-stage">
          {tiles.length > 0 ? (
            <>
              <div className="flex w-full flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
                <h2 className="flex items-center gap-2 text-[14px] font-medium" data-testid="grid-title">
                  {groupLabel ? (
                    <>
                      Which of these are not
                      <span
                        aria-hidden="true"
                        className="size-2.5 rounded-[3px]"
                        style={{ background: `var(--c${groupLabel.color})` }}
                      />
                      <b className="font-semibold">{groupLabel.name}</b>?
                    </>
                  ) : (
                    "The model says nothing of these: each needs its label"
                  )}
                </h2>
                <fieldset aria-label="Size of the tiles" className="ml-auto flex gap-1">
                  {SIZES.map((one) => (
                    <button
                      key={one.name}
                      type="button"
                      className="chip aria-pressed:border-accent"
                      aria-pressed={one === size}
                      onClick={() => setSize(one)}
                    >
                      {one.name}
                    </button>
                  ))}
                </fieldset>
              </div>
              <div
                ref={area}
                data-testid="grid"
                className="grid min-h-0 w-full flex-1 auto-rows-max content-start gap-2 overflow-y-auto px-4 pt-1 pb-3"
                style={{ gridTemplateColumns: `repeat(auto-fill, minmax(min(${size.width}px, 45%), 1fr))` }}
              >
                {tiles.map((tile) => (
                  <GridTile
                    key={tile.claimId}
                    tile={tile}
                    label={labelOf(grid.corrected.get(tile.claimId) ?? tile.suggestion?.label)}
                    isCorrected={grid.corrected.has(tile.claimId)}
                    isSkipped={grid.skipped.has(tile.claimId)}
                    isSeen={grid.seen.has(tile.claimId)}
                    hasFocus={grid.focus === tile.claimId}
                    onFocus={focusTile}
                    onConfirm={confirmByKey}
                  />
                ))}
              </div>
            </>
          ) : (
            <NothingLeft supply={supply} store={store} answers={answers} sitting={sitting} desk={desk} />
          )}
          <GridFoot
            labels={labels}
            group={group}
            isOpen={tiles.length > 0 && !isBusy}
            ready={ready.length}
            tiles={tiles.length}
            onCorrect={(label) => tell({ type: "correct", label, tiles })}
            onSkip={() => tell({ type: "skip", tiles })}
            onUndo={() => (isChanged ? tell({ type: "clear" }) : undoBatch())}
            onConfirm={() => void confirm()}
            onSheet={() => setIsSheetOpen(true)}
          />
        </section>
        {hasGuidelines && (
          <aside
            aria-label="Guidelines"
            className="flex flex-col gap-5 overflow-y-auto border-line bg-surface p-4 max-lg:border-t lg:border-l"
          >
            {guidelines ?? (
              <p className="text-[12px] text-text-2">Nobody has written guidelines for this project yet.</p>
            )}
            <LabelNotes labels={desk.labels} projectId={desk.project.id} userId={viewer.userId} />
          </aside>
        )}
      </main>
      <p role="status" className="sr-only" data-testid="announcement">
        {said}
      </p>
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
      {isSheetOpen && <ShortcutSheet commands={commands} onClose={() => setIsSheetOpen(false)} />}
    </div>
  );
}
