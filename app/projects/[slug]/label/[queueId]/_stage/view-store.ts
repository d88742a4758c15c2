/** How an item is looked at: kept across items, changed by keys and buttons, watched by the few things that show it. */
export class ViewStore<S extends object> {
  private readonly watchers = new Set<() => void>();

  constructor(private current: S) {}

  readonly state = () => this.current;

  readonly watch = (watcher: () => void) => {
    this.watchers.add(watcher);
    return () => {
      this.watchers.delete(watcher);
    };
  };

  protected change(part: Partial<S>) {
    this.current = { ...this.current, ...part };
    for (const watcher of this.watchers) watcher();
  }
}
