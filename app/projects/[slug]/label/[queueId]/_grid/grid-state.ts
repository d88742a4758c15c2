import type { DeskItem } from "../desk-state";

/** So long a tile must have been in view before Enter confirms it. */
export const IN_VIEW_MS = 300;

/** What a person has said of the tiles on the screen, before Enter gives it. */
export interface GridState {
  /** Tiles that were in view long enough. */
  seen: ReadonlySet<number>;
  /** Labels of the odd ones, by claim. */
  corrected: ReadonlyMap<number, string>;
  /** Not to be answered by this person. */
  skipped: ReadonlySet<number>;
  /** The claim that keys change. */
  focus: number | null;
}

export type GridEvent =
  | { type: "seen"; claimId: number }
  | { type: "focus"; claimId: number }
  | { type: "move"; by: number; tiles: readonly DeskItem[] }
  | { type: "correct"; label: string; tiles: readonly DeskItem[] }
  | { type: "skip"; tiles: readonly DeskItem[] }
  | { type: "clear" }
  /** These tiles are gone: answered, or not this person's any more. */
  | { type: "gone"; claimIds: readonly number[] };

export const emptyGrid: GridState = { seen: new Set(), corrected: new Map(), skipped: new Set(), focus: null };

const without = <T>(all: ReadonlySet<T>, some: Iterable<T>) => {
  const left = new Set(all);
  for (const one of some) left.delete(one);
  return left;
};
const withoutKeys = <K, V>(all: ReadonlyMap<K, V>, some: Iterable<K>) => {
  const left = new Map(all);
  for (const one of some) left.delete(one);
  return left;
};

const suggestionOf = (tile: DeskItem) => tile.suggestion?.label ?? null;

/**
 * The tiles of one screen: the first ones that the model puts in one label, at most `most`. Tiles without a prediction
 * stand alone at the end and are shown together.
 */
export function tilesOf(items: readonly DeskItem[], most: number): DeskItem[] {
  const [first] = items;
  if (!first) return [];
  return items.filter((item) => suggestionOf(item) === suggestionOf(first)).slice(0, most);
}

function step(state: GridState, by: number, tiles: readonly DeskItem[]): GridState {
  const at = tiles.findIndex((tile) => tile.claimId === state.focus);
  const next = tiles[Math.min(tiles.length - 1, Math.max(0, at + by))];
  return next ? { ...state, focus: next.claimId } : state;
}

/** All rules of the grid: keys change the focused tile and go on to the next. */
export function gridReducer(state: GridState, event: GridEvent): GridState {
  const { focus } = state;
  switch (event.type) {
    case "seen":
      return state.seen.has(event.claimId) ? state : { ...state, seen: new Set(state.seen).add(event.claimId) };
    case "focus":
      return { ...state, focus: event.claimId };
    case "move":
      return step(state, event.by, event.tiles);
    case "correct": {
      const tile = event.tiles.find((one) => one.claimId === focus);
      if (!tile) return state;
      const corrected = new Map(state.corrected);
      // the label that the tile has anyway is no correction
      if (suggestionOf(tile) === event.label) corrected.delete(tile.claimId);
      else corrected.set(tile.claimId, event.label);
      return step({ ...state, corrected, skipped: without(state.skipped, [tile.claimId]) }, 1, event.tiles);
    }
    case "skip": {
      if (focus === null || !event.tiles.some((one) => one.claimId === focus)) return state;
      const skipped = new Set(state.skipped).add(focus);
      return step({ ...state, skipped, corrected: withoutKeys(state.corrected, [focus]) }, 1, event.tiles);
    }
    case "clear":
      if (focus === null) return state;
      return { ...state, corrected: withoutKeys(state.corrected, [focus]), skipped: without(state.skipped, [focus]) };
    case "gone":
      return {
        seen: without(state.seen, event.claimIds),
        corrected: withoutKeys(state.corrected, event.claimIds),
        skipped: without(state.skipped, event.claimIds),
        focus: focus !== null && event.claimIds.includes(focus) ? null : focus,
      };
  }
}

export interface GridAnswer {
  tile: DeskItem;
  kind: "label" | "skip";
  label: string | null;
}

/** What Enter gives: for each tile that was seen its correction, else the model's label; nothing for one that has neither. */
export function answersOfGrid(state: GridState, tiles: readonly DeskItem[]): GridAnswer[] {
  return tiles.flatMap((tile): GridAnswer[] => {
    if (!state.seen.has(tile.claimId)) return [];
    if (state.skipped.has(tile.claimId)) return [{ tile, kind: "skip", label: null }];
    const label = state.corrected.get(tile.claimId) ?? suggestionOf(tile);
    return label === null ? [] : [{ tile, kind: "label", label }];
  });
}
