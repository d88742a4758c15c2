import {
  emptyOutbox,
  isWaiting,
  type OutboxAnswer,
  type OutboxEvent,
  type OutboxState,
  offDisk,
  outboxReducer,
  replacedBy,
  type SendResult,
  waiting,
} from "./outbox";
import { OutboxSender, type SendFailure } from "./outbox-sender";
import type { OutboxStorage } from "./outbox-storage";

/** What the tabs of one person tell each other. */
export type OutboxMessage =
  | Extract<OutboxEvent, { type: "heard" | "settled" | "removed" | "retried" }>
  | { type: "wake" };

export interface OutboxWorld {
  storage: OutboxStorage;
  submit(answers: readonly OutboxAnswer[]): Promise<readonly SendResult[]>;
  classify(error: unknown): SendFailure;
  exclusively(work: () => Promise<void>): Promise<void>;
  tell(message: OutboxMessage): void;
  random?: () => number;
}

/** The disk is asked again after this time when it refused. */
const DISK_RETRY_MS = 2_000;
/** A page does not wait longer for a disk that says nothing. */
const OPEN_MS = 3_000;

/** One tab's view of a person's answers, and everything that brings them to the disk and to the server. */
export class Outbox {
  private current: OutboxState = emptyOutbox;
  private readonly watchers = new Set<(event: OutboxEvent, state: OutboxState) => void>();
  private readonly sender: OutboxSender;
  private isWriting = false;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private isClosed = false;

  constructor(private readonly world: OutboxWorld) {
    this.sender = new OutboxSender({
      ...world,
      next: (limit) => this.oldest(limit),
      settle: async (results) => {
        this.dispatch({ type: "settled", results });
        // what stays on the disk is only asked for again
        await world.storage.settle(results).catch(() => this.diskFailed());
        // afterwards: a tab that read the disk before it is there to hear
        world.tell({ type: "settled", results });
      },
      changed: (state) => this.dispatch({ type: "sending", ...state }),
    });
  }

  readonly state = () => this.current;

  readonly watch = (watcher: (event: OutboxEvent, state: OutboxState) => void) => {
    this.watchers.add(watcher);
    return () => {
      this.watchers.delete(watcher);
    };
  };

  /** Reads what an earlier page left, and sends it. */
  async start() {
    const silence = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error("the browser's storage does not answer")), OPEN_MS);
    });
    try {
      this.dispatch({ type: "read", entries: await Promise.race([this.world.storage.all(), silence]) });
    } catch {
      this.dispatch({ type: "disk-failed" });
      this.dispatch({ type: "read", entries: [] });
    }
    if (waiting(this.current).length > 0) this.sender.retryNow();
  }

  /** Takes an answer; the caller has asked `takesAnswers`. */
  add(answer: OutboxAnswer) {
    const replaced = replacedBy(this.current, answer);
    this.dispatch({ type: "added", answer });
    void this.write();
    if (replaced.length > 0) void this.removeFromDisk(replaced);
  }

  /** For a refused answer only, and only when the person said so. */
  discard(clientKey: string) {
    this.dispatch({ type: "removed", clientKeys: [clientKey] });
    void this.removeFromDisk([clientKey]);
  }

  /** Offers refused answers to the server once more. */
  sendAgain(clientKeys: readonly string[]) {
    this.dispatch({ type: "retried", clientKeys });
    this.world.tell({ type: "retried", clientKeys });
    void this.write();
  }

  retryNow() {
    if (waiting(this.current).length > 0) this.sender.retryNow();
    else this.dispatch({ type: "sending", isSending: false, problem: null });
  }

  /** Somebody signed in again: every tab tries at once. */
  signedIn() {
    this.world.tell({ type: "wake" });
    this.retryNow();
  }

  hear(message: OutboxMessage) {
    if (message.type === "wake") this.retryNow();
    else this.dispatch(message.type === "retried" ? { ...message, isElsewhere: true } : message);
    // the tab that wrote them may be gone before it sends them
    if (message.type === "heard") this.sender.wake();
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.retry);
    this.sender.stop();
    this.world.storage.close();
  }

  private dispatch(event: OutboxEvent) {
    this.current = outboxReducer(this.current, event);
    for (const watcher of this.watchers) watcher(event, this.current);
  }

  private async oldest(limit: number): Promise<readonly OutboxAnswer[]> {
    const here = (this.current.isDiskBroken ? this.current.entries : []).filter(isWaiting).map(({ answer }) => answer);
    const before = this.current.entries.flatMap((entry) =>
      entry.isOnDisk && isWaiting(entry) ? [entry.answer.clientKey] : [],
    );
    const found = await this.world.storage.waiting(limit).catch(() => null);
    // a disk that cannot be read: the answers go from the screen
    if (found === null)
      return waiting(this.current)
        .map(({ answer }) => answer)
        .slice(0, limit);
    if (found.length < limit) await this.lookForMissing(before, found);
    const gone = new Set(this.current.gone);
    const onDisk = found.filter((answer) => !gone.has(answer.clientKey));
    // kept by a disk that did not take their end
    const ghosts = found.flatMap(({ clientKey }) => (gone.has(clientKey) ? [clientKey] : []));
    if (ghosts.length > 0) await this.world.storage.remove(ghosts).catch(() => this.diskFailed());
    const keys = new Set(onDisk.map((answer) => answer.clientKey));
    return [...onDisk, ...here.filter((answer) => !keys.has(answer.clientKey))].slice(0, limit);
  }

  /**
   * What should wait on the disk and does not: another tab settled it while this one opened, or the browser emptied its
   * storage. Nobody can tell, so it is written and sent again; the server knows the keys that it has.
   */
  private async lookForMissing(before: readonly string[], found: readonly OutboxAnswer[]) {
    const onDisk = new Set(found.map(({ clientKey }) => clientKey));
    const missing = before.filter((key) => !onDisk.has(key));
    if (missing.length === 0) return;
    const rows = await this.world.storage.all().catch(() => null);
    if (rows === null) return;
    const stored = new Map(rows.map(({ answer, refused }) => [answer.clientKey, refused]));
    const results = missing.flatMap((clientKey): SendResult[] => {
      const code = stored.get(clientKey) ?? null;
      return code === null ? [] : [{ clientKey, result: "refused", code }];
    });
    if (results.length > 0) this.dispatch({ type: "settled", results });
    const lost = missing.filter((key) => !stored.has(key));
    if (lost.length === 0) return;
    this.dispatch({ type: "not-on-disk", clientKeys: lost });
    void this.write();
  }

  /** One write at a time; what comes meanwhile goes with the next one. */
  private async write() {
    if (this.isWriting || this.isClosed) return;
    this.isWriting = true;
    try {
      for (let fresh = offDisk(this.current); fresh.length > 0; fresh = offDisk(this.current)) {
        await this.world.storage.put(fresh.map(({ answer, refused }) => ({ answer, refused })));
        await this.written(fresh.map(({ answer }) => answer));
      }
    } catch {
      this.diskFailed();
      this.sender.wake();
    }
    this.isWriting = false;
  }

  /** Says what is safe now; what the server took while the disk was slow must not stay there. */
  private async written(answers: readonly OutboxAnswer[]) {
    const isHere = ({ clientKey }: OutboxAnswer) =>
      this.current.entries.some(({ answer }) => answer.clientKey === clientKey);
    const left = answers.filter((answer) => !isHere(answer)).map(({ clientKey }) => clientKey);
    if (left.length > 0) await this.world.storage.remove(left);
    const kept = answers.filter(isHere);
    this.dispatch({ type: "saved", clientKeys: kept.map(({ clientKey }) => clientKey) });
    if (kept.length === 0) return;
    this.world.tell({ type: "heard", answers: kept });
    this.sender.wake();
  }

  /** What is not on the disk goes to the server from the screen, and the disk is asked again. */
  private diskFailed() {
    this.dispatch({ type: "disk-failed" });
    clearTimeout(this.retry);
    if (!this.isClosed) this.retry = setTimeout(() => void this.write(), DISK_RETRY_MS);
  }

  private async removeFromDisk(clientKeys: readonly string[]) {
    this.world.tell({ type: "removed", clientKeys });
    await this.world.storage.remove(clientKeys).catch(() => this.diskFailed());
  }
}
