import { trpc } from "@/app/_trpc/calls";
import { createModelRunner } from "./create-model-runner";
import { ShardTaker } from "./shard-taker";
import { browserKey, browserName } from "./this-browser";

/** float32, little-endian, as the server reads it. */
function base64Of(rows: readonly Float32Array[]): string {
  const view = new DataView(new ArrayBuffer(4 * rows.reduce((n, row) => n + row.length, 0)));
  let at = 0;
  for (const row of rows) for (const value of row) view.setFloat32(4 * at++, value, true);
  let text = "";
  const bytes = new Uint8Array(view.buffer);
  // a spread of all bytes at once would be too many arguments
  for (let k = 0; k < bytes.length; k += 8_192) text += String.fromCharCode(...bytes.subarray(k, k + 8_192));
  return btoa(text);
}

const sleep = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });

/** Plain http on another host has no locks: there every tab computes. */
const exclusively = <R>(work: () => Promise<R>): Promise<R> =>
  "locks" in navigator ? navigator.locks.request("concord.compute", work) : work();

/** Computes shards of the project in this tab; `dispose` it when the page goes. */
export function createShardTaker(projectId: number) {
  const runner = createModelRunner({ projectId });
  const browser = { browserKey: browserKey(), browserName: browserName(navigator.userAgent) };
  const taker = new ShardTaker({
    runner,
    exclusively,
    sleep,
    calls: {
      claim: () => trpc.prediction.claim.mutate({ projectId, ...browser }),
      extend: async (leaseId) =>
        (await trpc.prediction.extend.mutate({ projectId, leaseIds: [leaseId] })).held.includes(leaseId),
      release: (leaseId) => trpc.prediction.release.mutate({ projectId, leaseIds: [leaseId] }),
      submit: ({ probs, embeddings, ...result }) =>
        trpc.prediction.submit.mutate({
          projectId,
          ...result,
          probs: base64Of(probs),
          embeddings: embeddings.length > 0 ? base64Of(embeddings) : null,
        }),
    },
  });
  const dispose = () => {
    taker.stop();
    runner.dispose();
  };
  return { taker, dispose };
}
