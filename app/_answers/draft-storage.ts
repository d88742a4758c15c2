/** Where drafts lie between keys: label keys and positions, never content of an item. */
export interface DraftStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  key(index: number): string | null;
  readonly length: number;
}

const PREFIX = "concord-draft:";
const KEPT_MS = 14 * 86_400_000;

/**
 * Marks that were made and not sent yet, per person, queue and item, so that a crash of the tab costs nothing.
 * A browser that keeps nothing (private mode, full) only loses the draft, never an answer.
 */
export class Drafts {
  constructor(
    private readonly storage: DraftStorage,
    /** Another round over the same items begins without the marks of this one. */
    private readonly owner: { userId: number; queueId: number },
    private readonly now: () => number = Date.now,
  ) {}

  private keyOf = (itemId: number) => `${PREFIX}${this.owner.userId}:${this.owner.queueId}:${itemId}`;

  /** The draft in the form of `answerText`; null where there is none. */
  read(itemId: number): string | null {
    return parsed(this.storage.getItem(this.keyOf(itemId)))?.text ?? null;
  }

  write(itemId: number, text: string) {
    try {
      this.storage.setItem(this.keyOf(itemId), JSON.stringify({ at: this.now(), text }));
    } catch {
      // full: older drafts go first, then this one is not kept
      this.prune(0);
    }
  }

  remove(itemId: number) {
    this.storage.removeItem(this.keyOf(itemId));
  }

  /** Forgets what nobody came back to. */
  prune(keptMs = KEPT_MS) {
    const keys = Array.from({ length: this.storage.length }, (_, k) => this.storage.key(k) ?? "");
    for (const key of keys) {
      if (!key.startsWith(PREFIX)) continue;
      const at = parsed(this.storage.getItem(key))?.at ?? 0;
      if (at <= this.now() - keptMs) this.storage.removeItem(key);
    }
  }
}

function parsed(raw: string | null): { at: number; text: string } | null {
  try {
    const value: unknown = JSON.parse(raw ?? "null");
    if (typeof value !== "object" || value === null || !("at" in value) || !("text" in value)) return null;
    return typeof value.at === "number" && typeof value.text === "string" ? { at: value.at, text: value.text } : null;
  } catch {
    return null;
  }
}
