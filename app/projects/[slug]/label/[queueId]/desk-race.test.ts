import fc from "fast-check";
import { expect, test } from "vitest";
import { type DeskAnswer, type DeskItem, firstState } from "./desk-state";
import { DeskStore } from "./desk-store";
import { KeyPress } from "./key-press";

const item = (n: number): DeskItem => ({
  claimId: n,
  itemId: 1000 + n,
  number: n,
  expiresAt: 0,
  arm: n % 3 === 0 ? "blind" : "assisted",
  candidates: null,
  likely: [],
  text: `text ${n}`,
  image: null,
  thumbnail: null,
  audio: null,
  data: null,
  meta: [],
  suggestion: null,
  run: null,
  whyNone: null,
});

/** The desk among a slow server, a slow model and a screen that paints when it can; `now` only goes on by waiting. */
class World {
  now = 0;
  readonly given: DeskAnswer[] = [];
  /** What stood on the screen when each answer was given. */
  readonly onScreen: (number | null)[] = [];
  readonly keys = new KeyPress();
  /** The item that the eye sees: painted, and since when. */
  seen: { claimId: number; at: number } | null = null;
  private next = 1;
  private made = 0;
  readonly store = new DeskStore(firstState([], 0), (answer) => {
    this.given.push(answer);
    this.onScreen.push(this.seen?.claimId ?? null);
  });

  constructor(private readonly later: (what: string, run: () => void) => void) {
    this.store.watch(() => this.paintLater());
    this.paintLater();
  }

  private paintLater() {
    const claimId = this.store.state().current?.claimId;
    if (claimId === undefined || this.store.state().paintedAt !== null) return;
    this.later(`paint ${claimId}`, () => {
      if (this.store.state().current?.claimId !== claimId || this.store.state().paintedAt !== null) return;
      this.seen = { claimId, at: this.now };
      this.store.dispatch({ type: "painted", claimId, now: this.now });
    });
  }

  claim(n: number) {
    const items = Array.from({ length: n }, () => item(this.next++));
    this.later("claim reply", () => void this.store.dispatch({ type: "loaded", items }));
    for (const { claimId } of items)
      this.later(`suggestion ${claimId}`, () => {
        const suggestion = { label: "dog", isLikely: true, computed: { confidence: 1, runId: 1 } };
        this.store.dispatch({ type: "suggested", claimId, suggestion });
      });
  }

  /** A heartbeat, whose reply says that the server gave an item to somebody else. */
  lose(n: number) {
    const held = this.store.state().ahead[n];
    if (held)
      this.later("heartbeat reply", () => void this.store.dispatch({ type: "dropped", claimIds: [held.claimId] }));
  }

  press(code: string) {
    const label = code === "Digit1" ? "cat" : "dog";
    const clientKey = `k${this.made++}`;
    this.keys.press(code, (key) =>
      this.store.dispatch({
        type: "answer",
        clientKey,
        kind: "label",
        label,
        reason: null,
        note: null,
        certainty: "sure",
        key,
        now: this.now,
        clientTime: 0,
        durationMs: 1,
      }),
    );
  }

  undo() {
    this.store.dispatch({ type: "undo", clientKey: `k${this.made++}`, clientTime: 0, labelName: (key) => key ?? "" });
  }
}

type Move =
  | { do: "claim" | "lose"; n: number }
  | { do: "down" | "up"; code: string }
  | { do: "wait"; ms: number }
  | { do: "reply" | "undo" };
const code = fc.constantFrom("Digit1", "Digit2");
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("claim" as const, "lose" as const), n: fc.nat(4) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("down" as const), code }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("up" as const), code }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.constantFrom(16, 100, 200, 400) }) },
  { weight: 8, arbitrary: fc.constant<Move>({ do: "reply" }) },
  { weight: 1, arbitrary: fc.constant<Move>({ do: "undo" }) },
);

let answers = 0;

test("however replies, paints and keys meet: no answer to an item that was not seen, one answer per press", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(move, { minLength: 30, maxLength: 120, size: "max" }),
      async (scheduler, moves) => {
        const world = new World((what, run) => void scheduler.schedule(Promise.resolve(), what).then(run));
        world.claim(3);
        let press = 0;
        const heldSince = new Map<string, number>();
        const answeredBy = new Map<number, number>();
        for (const one of moves) {
          const before = world.given.length;
          if (one.do === "claim") world.claim(one.n);
          else if (one.do === "lose") world.lose(one.n);
          else if (one.do === "wait") world.now += one.ms;
          else if (one.do === "undo") world.undo();
          else if (one.do === "up") {
            world.keys.up(one.code);
            heldSince.delete(one.code);
          } else if (one.do === "down") {
            // a key that is down already repeats
            if (!heldSince.has(one.code)) heldSince.set(one.code, ++press);
            const shown = world.store.state().current;
            const seen = world.seen;
            world.press(one.code);
            const answer = world.given[before];
            if (answer) {
              expect(answer.claimId).toBe(shown?.claimId);
              expect(answer.claimId).toBe(seen?.claimId);
              expect(world.now - (seen?.at ?? 0)).toBeGreaterThanOrEqual(150);
              const by = heldSince.get(one.code) ?? 0;
              answeredBy.set(by, (answeredBy.get(by) ?? 0) + 1);
            }
          } else if (scheduler.count() > 0) await scheduler.waitNext(1);
        }
        while (scheduler.count() > 0) await scheduler.waitNext(1);
        answers += world.given.length;
        expect([...answeredBy.values()].every((n) => n === 1)).toBe(true);
        for (const [k, answer] of world.given.entries()) {
          if (answer.kind === "label") expect(answer.claimId).toBe(world.onScreen[k]);
          // what was computed here goes along only where it was shown, never in the blind arm
          if (answer.shown) expect(answer.claimId % 3).not.toBe(0);
        }
      },
    ),
    { numRuns: 300 },
  );
  // the runs are not idle
  expect(answers).toBeGreaterThan(300);
});
