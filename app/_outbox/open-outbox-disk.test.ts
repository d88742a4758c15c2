import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { offDisk, takesAnswers, waiting } from "./outbox";
import { answerOf, browser, instantly, type Mood } from "./test-world";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a disk that cannot be read for once does not keep the last answer from the server", async () => {
  const world = browser(instantly, () => "good");
  const { tab } = world.open();
  await vi.advanceTimersByTimeAsync(0);
  world.store.failNextRead();
  tab.add(answerOf("a", 1, "label", 1));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(world.remote.log.map((one) => one.clientKey)).toEqual(["a"]);
  expect(tab.state().entries).toEqual([]);
});

test("answers whose storage was emptied while they waited are not called saved: they are written and sent again", async () => {
  let mood: Mood = "unreachable";
  const world = browser(instantly, () => mood);
  const { tab } = world.open();
  await vi.advanceTimersByTimeAsync(0);
  const keys = Array.from({ length: 8 }, (_, k) => `k${k}`);
  for (const [k, key] of keys.entries()) {
    tab.add(answerOf(key, k, "label", 1));
    await vi.advanceTimersByTimeAsync(5);
  }
  await vi.advanceTimersByTimeAsync(2_000);
  world.store.wipe();
  mood = "good";
  tab.retryNow();
  await vi.advanceTimersByTimeAsync(0);
  expect(waiting(tab.state()).map(({ answer }) => answer.clientKey)).toEqual(keys);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(world.remote.log.map((one) => one.clientKey)).toEqual(keys);
  expect(tab.state().entries).toEqual([]);
});

test("refused answers that one tab sends again do not stop the keys of another", async () => {
  const world = browser(
    instantly,
    () => "good",
    () => "label-unknown",
  );
  const [first, second] = [world.open().tab, world.open().tab];
  await vi.advanceTimersByTimeAsync(0);
  for (const k of [0, 1, 2]) {
    first.add(answerOf(`k${k}`, k, "label", 1));
    await vi.advanceTimersByTimeAsync(5);
  }
  await vi.advanceTimersByTimeAsync(2_000);
  first.sendAgain(["k0", "k1", "k2"]);
  await vi.advanceTimersByTimeAsync(3_000);
  for (const tab of [first, second]) {
    expect(offDisk(tab.state())).toEqual([]);
    expect(takesAnswers(tab.state())).toBe(true);
  }
});
