import { expect } from "@playwright/test";
import { eventsOfItems } from "../db/queries/annotations";
import { signInAs, test } from "./fixtures";
import { type ModelFileName, makeModelDesks } from "./model-files";
import { LabelDeskPage } from "./pages/label-desk";

interface Fault {
  name: string;
  file: ModelFileName;
  card?: { output?: string; labels?: readonly string[] };
  /** What comes instead of the file. */
  reply?: { status?: number; contentType?: string; cut?: number };
  state?: string;
  reason: string | RegExp;
}

const FAULTS: readonly Fault[] = [
  { name: "the file is gone", file: "good", reply: { status: 404 }, reason: "The server answered 404" },
  {
    name: "a web page comes instead",
    file: "good",
    reply: { contentType: "text/html" },
    reason: "a web page instead of the model file",
  },
  { name: "the file is cut off", file: "good", reply: { cut: 100 }, reason: "was changed on its way" },
  { name: "the card names another output", file: "good", card: { output: "nope" }, reason: 'no output called "nope"' },
  {
    name: "the card has a label more",
    file: "good",
    card: { labels: ["cat", "dog", "owl", "fox"] },
    reason: /3 .*4|4 .*3/,
  },
  { name: "the numbers are none", file: "notANumber", reason: "not a number" },
];
/** Each takes a thread with it several times before the model is given up. */
const DEADLY: readonly Fault[] = [
  { name: "it wants more memory than there is", file: "huge", reason: "more memory than this browser gives" },
  { name: "it never ends", file: "endless", reason: "did not answer in time" },
];

for (const [title, faults] of [
  ["a model that fails takes no label with it, says why, and the next good one works", FAULTS],
  ["neither does one that takes all memory or never ends @long", DEADLY],
] as const)
  test(title, async ({ page, context, store, origin }) => {
    test.setTimeout(240_000);
    const made = await makeModelDesks(store, [
      ...faults.map(({ file, card }) => ({ file, ...card })),
      { file: "better" },
    ]);
    await signInAs(store, context, { userId: made.people[0]?.userId ?? 0, origin });
    const desk = new LabelDeskPage(page);
    for (const [k, { name, reply, state = "Model off", reason }] of faults.entries()) {
      await test.step(name, async () => {
        const { queueId, sha256 } = made.desks[k] ?? { queueId: 0, sha256: "" };
        await page.route(`**/api/models/${sha256}`, async (route) => {
          if (!reply) return route.continue();
          const real = await route.fetch();
          const body = (await real.body()).subarray(0, reply.cut);
          await route.fulfill({
            status: reply.status ?? 200,
            contentType: reply.contentType ?? "application/octet-stream",
            body,
          });
        });
        // another page may have kept the good file
        await page.goto("/");
        await page.evaluate(async () => {
          for (const key of await caches.keys()) await caches.delete(key);
        });
        await desk.open(made.slug, queueId);
        await desk.answer("1");
        await desk.modelSays(state, reason);
        await desk.answer("2");
        await expect(desk.suggestion()).toHaveCount(0);
        await desk.answer("3");
        await desk.saved();
        await page.unroute(`**/api/models/${sha256}`);
      });
    }
    const good = made.desks.at(-1);
    await desk.open(made.slug, good?.queueId ?? 0);
    await desk.modelSays("Model on WebAssembly", "Runs in this browser");
    await desk.untilSuggested("1");
    await expect(desk.suggestion()).toHaveText("dog");
    await desk.answer("2");
    await desk.saved();
    const events = await eventsOfItems(store.read, made);
    const given = made.desks.map(({ queueId }) =>
      events.filter(({ annotation }) => annotation.queueId === queueId).map(({ annotation }) => annotation.value),
    );
    const asPressed = ["cat", "dog", "owl"].map((label) => ({ label }));
    expect(given.slice(0, -1)).toEqual(faults.map(() => asPressed));
  });
