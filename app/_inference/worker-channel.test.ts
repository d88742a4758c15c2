import { expect, it } from "vitest";
import type { InferenceRequest } from "./messages";
import { WorkerChannel } from "./worker-channel";

const hooks = { deadlineMs: () => 1_000, progress: () => undefined };

it("starts no thread after it was closed, whatever was still on its way", async () => {
  const threads: { requests: InferenceRequest[]; isEnded: boolean }[] = [];
  const channel = new WorkerChannel(
    () => {
      const thread = { requests: [] as InferenceRequest[], isEnded: false };
      threads.push(thread);
      return {
        postMessage: (request) => void thread.requests.push(request),
        terminate: () => {
          thread.isEnded = true;
        },
      };
    },
    () => false,
  );
  const first = channel.ask({ kind: "dispose", sha256: "a" }, hooks);
  channel.close("the page goes");
  await expect(first).rejects.toThrow("the page goes");
  await expect(channel.ask({ kind: "dispose", sha256: "a" }, hooks)).rejects.toMatchObject({ reason: "stopped" });
  expect(threads.map(({ isEnded }) => isEnded)).toEqual([true]);
});
