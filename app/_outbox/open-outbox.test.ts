import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { Outbox } from "./open-outbox";
import { needAttention, type OutboxAnswer, takesAnswers, waiting } from "./outbox";
import { answerOf, browser, classify, type Delay, disk, Failure, instantly, type Mood } from "./test-world";

const ITEMS = 3;

type Step =
  | { do: "press"; tab: number; item: number }
  | { do: "mood"; mood: Mood }
  | { do: "crash"; tab: number }
  | { do: "wait"; ms: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("press" as const), tab: fc.nat(1), item: fc.nat(ITEMS - 1) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("mood" as const),
      mood: fc.constantFrom<Mood>("good", "drops the reply", "unreachable", "signed out", "disk full"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("crash" as const), tab: fc.nat(1) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.constantFrom(0, 100, 400, 5_000) }) },
);

test("two tabs, any order of disk, network and crashes: what was saved arrives once, from one sender at a time", async () => {
  vi.useFakeTimers();
  try {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(step, { maxLength: 30 }), async (scheduler, steps) => {
        let mood: Mood = "good";
        const delay: Delay = async (name) => void (await scheduler.schedule(Promise.resolve(), name));
        const world = browser(delay, () => mood);
        const live = [world.open(), world.open()];
        const settle = async (ms: number) => {
          for (let round = 0; round < 3; round++) {
            await vi.advanceTimersByTimeAsync(ms / 3);
            while (scheduler.count() > 0) await scheduler.waitNext(1);
          }
        };
        await settle(0);
        const pressed: OutboxAnswer[] = [];
        const saved = new Set<string>();
        const kinds = new Map<number, "label" | "undo">();
        for (const one of steps) {
          if (one.do === "mood") mood = one.mood;
          else if (one.do === "wait") await settle(one.ms);
          else if (one.do === "crash") {
            for (const row of world.store.rows()) saved.add(row.answer.clientKey);
            live[one.tab]?.crash();
            live[one.tab] = world.open();
            // what was on the screen alone is gone with the tab: the item starts again
            kinds.clear();
            await settle(0);
          } else {
            const { tab } = live[one.tab]!;
            if (!takesAnswers(tab.state())) continue;
            const kind = kinds.get(one.item) === "label" ? "undo" : "label";
            kinds.set(one.item, kind);
            const answer = answerOf(`k${pressed.length}`, one.item, kind, one.item === 0 ? 2 : 1);
            pressed.push(answer);
            tab.add(answer);
            // both tabs have an item, one person presses: its answers come after one another
            if (scheduler.count() > 0) await scheduler.waitNext(1);
          }
        }
        for (const row of world.store.rows()) saved.add(row.answer.clientKey);
        mood = "good";
        for (const { tab } of live) tab.signedIn();
        for (let k = 0; k < 12; k++) await settle(10_000);
        const arrived = world.remote.log.map((one) => one.clientKey);
        expect(new Set(arrived).size).toBe(arrived.length);
        for (const key of saved) expect(arrived).toContain(key);
        expect(world.store.rows()).toEqual([]);
        for (const { tab } of live) expect(tab.state().entries).toEqual([]);
        expect(world.remote.atOnce()).toBeLessThanOrEqual(1);
        for (const { tab, crash } of live) {
          expect(tab.state().problem).toBeNull();
          crash();
        }
      }),
      { numRuns: 150 },
    );
  } finally {
    vi.useRealTimers();
  }
}, 120_000);

test("one tab, any order: the server's log of each item is exactly what was pressed", async () => {
  vi.useFakeTimers();
  try {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(step, { maxLength: 30 }), async (scheduler, steps) => {
        let mood: Mood = "good";
        const world = browser(
          async (name) => void (await scheduler.schedule(Promise.resolve(), name)),
          () => mood,
        );
        const { tab, crash } = world.open();
        const drain = async (ms: number) => {
          await vi.advanceTimersByTimeAsync(ms);
          while (scheduler.count() > 0) await scheduler.waitNext(1);
        };
        await drain(0);
        const pressed: OutboxAnswer[] = [];
        for (const one of steps) {
          if (one.do === "mood") mood = one.mood;
          else if (one.do === "wait") await drain(one.ms);
          else if (one.do === "press" && takesAnswers(tab.state())) {
            const before = pressed.filter((answer) => answer.itemId === one.item).at(-1);
            const kind = before?.kind === "label" ? "undo" : "label";
            const answer = answerOf(`k${pressed.length}`, one.item, kind, one.item === 0 ? 2 : 1);
            pressed.push(answer);
            tab.add(answer);
          } else if (scheduler.count() > 0) await scheduler.waitNext(1);
        }
        mood = "good";
        for (let k = 0; k < 40; k++) await drain(2_000);
        for (let item = 0; item < ITEMS; item++)
          expect(world.remote.log.filter((one) => one.itemId === item)).toEqual(
            pressed.filter((one) => one.itemId === item),
          );
        expect(tab.state().entries).toEqual([]);
        crash();
      }),
      { numRuns: 200 },
    );
  } finally {
    vi.useRealTimers();
  }
}, 120_000);

test("a signed-out person's answers stay and go out after signing in again, 50 at a time", async () => {
  vi.useFakeTimers();
  try {
    let mood: Mood = "signed out";
    const world = browser(instantly, () => mood);
    const { tab } = world.open();
    await vi.advanceTimersByTimeAsync(0);
    for (let k = 0; k < 120; k++) {
      tab.add(answerOf(`k${k}`, k, "label", 1));
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(30_000);
    expect(tab.state().problem).toBe("signed-out");
    expect(waiting(tab.state()).length).toBe(120);
    mood = "good";
    tab.signedIn();
    await vi.advanceTimersByTimeAsync(100);
    expect(world.remote.log.map((one) => one.clientKey)).toEqual(Array.from({ length: 120 }, (_, k) => `k${k}`));
    expect(tab.state()).toMatchObject({ entries: [], problem: null });
  } finally {
    vi.useRealTimers();
  }
});

test("a refused answer stays on the disk, the others of its batch arrive, and a reload still shows it", async () => {
  vi.useFakeTimers();
  try {
    const world = browser(
      instantly,
      () => "good",
      (answer) => (answer.itemId === 1 ? "label-unknown" : null),
    );
    const { tab, crash } = world.open();
    await vi.advanceTimersByTimeAsync(0);
    for (const item of [0, 1, 2]) tab.add(answerOf(`k${item}`, item, "label", 1));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(world.remote.log.map((one) => one.itemId)).toEqual([0, 2]);
    crash();
    const again = world.open();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(needAttention(again.tab.state()).map(({ answer, refused }) => [answer.itemId, refused])).toEqual([
      [1, "label-unknown"],
    ]);
    again.tab.discard("k1");
    await vi.advanceTimersByTimeAsync(0);
    expect(world.store.rows()).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});

test("a request that is refused as a whole is taken apart: only the answer to blame needs attention", async () => {
  vi.useFakeTimers();
  try {
    const log: string[] = [];
    const world = disk(instantly, () => "good");
    const tab = new Outbox({
      storage: world.open(),
      async submit(answers) {
        if (answers.some((one) => one.itemId === 1)) throw new Failure({ kind: "refused", code: "not-valid" });
        log.push(...answers.map((one) => one.clientKey));
        return answers.map(({ clientKey }) => ({ clientKey, result: "accepted", code: null }));
      },
      classify,
      exclusively: (work) => work(),
      tell: () => undefined,
    });
    await tab.start();
    for (const item of [0, 1, 2]) tab.add(answerOf(`k${item}`, item, "label", 1));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(log).toEqual(["k0", "k2"]);
    expect(needAttention(tab.state()).map(({ answer, refused }) => [answer.clientKey, refused])).toEqual([
      ["k1", "not-valid"],
    ]);
    tab.close();
  } finally {
    vi.useRealTimers();
  }
});

test("while the browser stores nothing, answers go to the server straight from the page", async () => {
  vi.useFakeTimers();
  try {
    const world = browser(instantly, () => "disk full");
    const { tab } = world.open();
    await vi.advanceTimersByTimeAsync(0);
    for (const item of [0, 1, 2]) tab.add(answerOf(`k${item}`, item, "label", 1));
    expect(takesAnswers(tab.state())).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(world.remote.log.length).toBe(3);
    expect(takesAnswers(tab.state())).toBe(true);
    expect(tab.state()).toMatchObject({ isDiskBroken: true, entries: [] });
  } finally {
    vi.useRealTimers();
  }
});
