import { type DeskAnswer, type DeskEvent, type DeskState, deskReducer } from "./desk-state";

/**
 * Holds the desk's state outside React: two keys within one frame are judged one after the other, each by the state
 * that the one before left.
 */
export class DeskStore {
  private readonly watchers = new Set<() => void>();

  constructor(
    private current: DeskState,
    /** Every answer passes here exactly once. */
    private readonly given: (answer: DeskAnswer) => void,
  ) {}

  readonly state = () => this.current;

  readonly watch = (watcher: () => void) => {
    this.watchers.add(watcher);
    return () => {
      this.watchers.delete(watcher);
    };
  };

  /** True when the event changed anything. */
  readonly dispatch = (event: DeskEvent): boolean => {
    const before = this.current;
    this.current = deskReducer(before, event);
    if (this.current === before) return false;
    if (this.current.given && this.current.given !== before.given) this.given(this.current.given);
    for (const watcher of this.watchers) watcher();
    return true;
  };
}
