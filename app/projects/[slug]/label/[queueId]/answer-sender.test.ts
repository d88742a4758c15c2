import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { AnswerSender, type SendResult } from "./answer-sender";
import type { PendingAnswer } from "./desk-state";

const pendingAnswer = (clientKey: string): PendingAnswer => ({
  clientKey,
  claimId: 1,
  itemId: 1,
  kind: "label",
  label: "cat",
  reason: null,
  certainty: "sure",
  durationMs: 1,
  clientTime: 0,
  shown: null,
});

/** A page with its pending answers, and a server that may take a batch and lose its reply. */
function world(failures: boolean[], size: number) {
  let pending: PendingAnswer[] = [];
  const stored: string[] = [];
  const settled: string[] = [];
  let call = 0;
  const sender = new AnswerSender({
    async send(answers): Promise<SendResult[]> {
      const fails = failures[call++] ?? false;
      // before or after the server stored them: the page cannot know
      if (fails && call % 2 === 0) throw new Error("no network");
      for (const one of answers) if (!stored.includes(one.clientKey)) stored.push(one.clientKey);
      if (fails) throw new Error("reply lost");
      return answers.map((one) => ({ clientKey: one.clientKey, result: "accepted", code: null }));
    },
    settled(results) {
      settled.push(...results.map((one) => one.clientKey));
      pending = pending.filter((one) => !results.some((result) => result.clientKey === one.clientKey));
    },
    changed: () => undefined,
    classify: () => "offline",
    random: () => 0.5,
  });
  const give = () => {
    pending = [...pending, pendingAnswer(`k${stored.length + pending.length}-${Math.random()}`)];
    sender.update(pending);
  };
  return { give, size, stored, settled, sender, waiting: () => pending.length };
}

test("whatever fails, each answer is stored once, in order, and settled", async () => {
  vi.useFakeTimers();
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 6 }),
        fc.integer({ min: 1, max: 8 }),
        async (failures, size) => {
          const { give, stored, settled, waiting } = world(failures, size);
          for (let k = 0; k < size; k++) {
            give();
            await vi.advanceTimersByTimeAsync(100);
          }
          await vi.advanceTimersByTimeAsync(300_000);
          expect(waiting()).toBe(0);
          expect(stored.length).toBe(size);
          expect(settled).toEqual(stored);
        },
      ),
      { numRuns: 60 },
    );
  } finally {
    vi.useRealTimers();
  }
});

test("a signed-out person's answers stay and go out after signing in again", async () => {
  vi.useFakeTimers();
  try {
    let isSignedIn = false;
    const states: (string | null)[] = [];
    const settled: string[] = [];
    const sender = new AnswerSender({
      send: async (answers) => {
        if (!isSignedIn) throw new Error("401");
        return answers.map((one) => ({ clientKey: one.clientKey, result: "accepted", code: null }));
      },
      settled: (results) => settled.push(...results.map((one) => one.clientKey)),
      changed: (state) => states.push(state.problem),
      classify: () => "signed-out",
      random: () => 0.5,
    });
    sender.update([pendingAnswer("a")]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(states).toContain("signed-out");
    expect(settled).toEqual([]);
    isSignedIn = true;
    sender.retryNow();
    await vi.advanceTimersByTimeAsync(10);
    expect(settled).toEqual(["a"]);
  } finally {
    vi.useRealTimers();
  }
});
