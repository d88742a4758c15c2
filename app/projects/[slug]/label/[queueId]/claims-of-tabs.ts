/** What the tabs of one person at one queue tell each other about the claims that they show. */
export type ClaimsMessage = { tab: string; claimIds: readonly number[]; isAsking: boolean };

/**
 * Knows which claims the other tabs show. Tabs of one person share their leases, so a tab that goes gives back only
 * what it alone shows. One that crashed said nothing: its leases run out.
 */
export class ClaimsOfTabs {
  private readonly others = new Map<string, readonly number[]>();
  private told: ReadonlySet<number> = new Set();

  constructor(
    private readonly tab: string,
    private readonly held: () => readonly number[],
    private readonly tell: (message: ClaimsMessage) => void,
  ) {}

  /** Tells what this tab shows and asks the others. */
  start() {
    this.say({ isAsking: true });
  }

  /** Tells the others when claims came that they have not heard of. */
  changed() {
    if (this.held().some((id) => !this.told.has(id))) this.say({ isAsking: false });
  }

  hear({ tab, claimIds, isAsking }: ClaimsMessage) {
    if (claimIds.length === 0) this.others.delete(tab);
    else this.others.set(tab, claimIds);
    if (isAsking) this.say({ isAsking: false });
  }

  /** The claims that nobody shows when this tab is gone; the others hear that it goes. */
  leave(): number[] {
    const elsewhere = new Set([...this.others.values()].flat());
    this.told = new Set();
    this.tell({ tab: this.tab, claimIds: [], isAsking: false });
    return this.held().filter((id) => !elsewhere.has(id));
  }

  private say({ isAsking }: { isAsking: boolean }) {
    const claimIds = this.held();
    this.told = new Set(claimIds);
    this.tell({ tab: this.tab, claimIds, isAsking });
  }
}
