import { benchRow } from "@/core/statistics/bench-row";
import { makeProject, makeQueue, makeTestStore } from "../test-store";
import { ensurePerson } from "./annotators";
import { insertClaims } from "./claims";
import { itemPage } from "./items";
import { queueItemPage } from "./queues";

const ITEMS = Number(process.env.BENCH_ITEMS ?? 1_000_000);
const made = await makeTestStore({ maxMs: 600_000 });
const { store } = made;
const { projectId, itemIds, people } = await makeProject(store, { items: ITEMS, roles: ["annotator"] });
const queueId = await makeQueue(store, { projectId, itemIds });

async function measure(what: string, goal: string, work: (k: number) => Promise<unknown>) {
  const times: number[] = [];
  for (let k = 0; k < 200; k++) {
    const start = performance.now();
    await work(k);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  process.stdout.write(
    benchRow({ what: `${what}, p99`, value: times[Math.floor(times.length * 0.99)] ?? 0, unit: "ms", goal }),
  );
}
const somewhere = (k: number) => ((k * 7_919) % Math.max(1, ITEMS - 100)) + 1;
const size = ITEMS.toLocaleString("en");
await measure(`queue page of 50 of ${size}`, "< 5 ms", (k) =>
  queueItemPage(store.read, { queueId, after: somewhere(k), limit: 50, state: null }),
);
const filter = { projectId, limit: 50, given: null, resolved: null, search: null };
await measure(`item page of 50 of ${size}`, "< 20 ms", (k) =>
  itemPage(store.read, { ...filter, cursor: itemIds[somewhere(k)] ?? 1, status: "untouched" }),
);
const annotatorId = await store.transaction((tx) =>
  ensurePerson(tx, { projectId, userId: people[0]?.userId ?? 0, name: "a" }),
);
await measure(`claim of 32 of ${size}, committed`, "< 250 ms", () =>
  store.transaction((tx) =>
    insertClaims(tx, { queueId, annotatorId, max: 32, now: Date.now(), expiresAt: Date.now() + 300_000 }),
  ),
);
await made.remove();
