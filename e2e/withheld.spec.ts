import { expect } from "@playwright/test";
import { insertComment } from "../db/queries/adjudications";
import { insertAnnotation, setCurrent } from "../db/queries/annotations";
import { ensureNamed } from "../db/queries/annotators";
import { insertItems } from "../db/queries/items";
import { insertExample } from "../db/queries/label-examples";
import { insertModel, insertPredictions, insertRun } from "../db/queries/models";
import { insertQueue, insertQueueItems } from "../db/queries/queues";
import { makeProject } from "../db/test-store";
import { signInAs, test } from "./fixtures";
import { LabelDeskPage } from "./pages/label-desk";

/** Strings planted in everything that would bias an answer; none may reach the annotator's browser before it. */
const PLANTS = [
  "PLANT-GIVEN",
  "PLANT-EXTERNAL",
  "PLANT-PATH",
  "PLANT-META",
  "PLANT-SPLIT",
  "PLANT-GROUP",
  "PLANT-EXTRA",
  "PLANT-QUEUE-NAME",
  "PLANT-REASON",
  "PLANT-RATER",
  "PLANT-NOTE",
  "PLANT-COMMENT",
  "PLANT-MODEL",
  "PLANT-EXAMPLE",
  "suspected-label-errors",
  "disputed",
];

test("nothing that would bias the answer reaches the annotator's browser", async ({ page, context, store, origin }) => {
  const { projectId, slug, people } = await makeProject(store, { items: 0, roles: ["annotator", "owner"] });
  const queueId = await store.transaction(async (tx) => {
    const items = await insertItems(
      tx,
      Array.from({ length: 12 }, (_, k) => ({
        projectId,
        externalId: `PLANT-EXTERNAL-${k}`,
        number: 100 + k,
        mediaType: "text" as const,
        text: `sentence number ${k}`,
        mediaPath: `PLANT-PATH/${k}.png`,
        audioPath: `PLANT-PATH/${k}.wav`,
        audioHash: `PLANT-PATH-${k}`,
        data: [["column", k]] as [string, number][],
        meta: { colour: "PLANT-META" },
        given: "PLANT-GIVEN",
        split: "PLANT-SPLIT",
        groupKey: "PLANT-GROUP",
        extra: { other: "PLANT-EXTRA" },
        status: "disputed" as const,
        contentHash: `h-${k}`,
        importId: 0,
      })),
    );
    const rater = await ensureNamed(tx, { projectId, name: "PLANT-RATER", kind: "external", note: "PLANT-NOTE" });
    const model = await insertModel(tx, {
      projectId,
      name: "PLANT-MODEL",
      kind: "imported",
      files: [],
      trainedOn: "nothing",
      stage: "candidate",
      createdAt: 0,
    });
    const runId = await insertRun(tx, {
      projectId,
      modelId: model.id,
      source: "imported",
      outOfSample: "yes",
      classes: ["cat", "dog", "owl"],
      createdAt: 0,
    });
    const made = await insertQueue(tx, {
      projectId,
      name: "PLANT-QUEUE-NAME",
      title: "Batch 7",
      strategy: "suspected-label-errors",
      filter: { given: "PLANT-GIVEN" },
      overlapMin: 1,
      overlapMax: 1,
      mode: "mixed",
      blindShare: 0.5,
      blindItemsShare: 0.15,
      question: "label",
      seed: 3,
      leaseMs: 300_000,
      state: "open",
      total: items.length,
      createdAt: 0,
    });
    await insertQueueItems(
      tx,
      items.map(({ id }, k) => ({
        queueId: made,
        itemId: id,
        rank: k + 1,
        reason: "PLANT-REASON",
        slots: 1,
        state: "open" as const,
      })),
    );
    for (const [k, { id }] of items.entries()) {
      // the first are answered below, and may be shown then
      if (k >= 6)
        await insertExample(tx, {
          projectId,
          label: "owl",
          itemId: id,
          note: "PLANT-EXAMPLE",
          addedBy: people[1]?.userId ?? 0,
          addedAt: 0,
        });
      const value = { label: "owl" };
      const common = {
        projectId,
        itemId: id,
        queueId: 0,
        annotatorId: rater,
        certainty: "sure" as const,
        channel: "import" as const,
        mode: "blind" as const,
      };
      const annotationId = await insertAnnotation(tx, {
        ...common,
        seq: 1_000 + k,
        kind: "label",
        value,
        clientKey: `plant-${k}`,
        receivedAt: 0,
        note: "PLANT-NOTE",
      });
      await setCurrent(tx, {
        ...common,
        annotationId,
        seq: 1_000 + k,
        label: "owl",
        blindItem: true,
        slot: 0,
        late: false,
      });
      await insertComment(tx, {
        projectId,
        itemId: id,
        userId: people[1]?.userId ?? 0,
        text: "PLANT-COMMENT",
        createdAt: 0,
      });
      await insertPredictions(tx, [
        {
          runId,
          itemId: id,
          probs: new Uint8Array(new Float32Array([0.1, 0.8, 0.1]).buffer),
          topLabel: "dog",
          confidence: 0.8,
          margin: 0.7,
          entropy: 0.6,
        },
      ]);
    }
    return made;
  });
  await signInAs(store, context, { userId: people[0]?.userId ?? 0, origin });

  const received: { url: string; text: string }[] = [];
  const reading: Promise<void>[] = [];
  page.on("response", (response) => {
    if (response.url().includes("/_next/static/")) return;
    reading.push(
      (async () => {
        const headers = JSON.stringify(await response.allHeaders());
        const body = await response.text().catch(() => "");
        received.push({ url: response.url(), text: `${response.url()} ${headers} ${body}` });
      })(),
    );
  });
  const desk = new LabelDeskPage(page);
  await page.goto("/");
  await desk.open(slug, queueId);
  await expect(desk.itemNumber()).toBeVisible();
  for (let k = 0; k < 4; k++) await desk.answer("1");
  await desk.saved();
  await page.keyboard.press("Backspace");
  await page.reload();
  await expect(desk.itemNumber()).toBeVisible();
  // prefetch and RSC variants of the same pages
  for (const headers of [{ rsc: "1" }, { rsc: "1", "next-router-prefetch": "1" }]) {
    const reply = await page.request.get(`/projects/${slug}/label/${queueId}`, { headers });
    received.push({ url: "rsc", text: await reply.text() });
  }
  // what belongs to managers is not there for annotators, by whatever path
  for (const path of [
    "data.items",
    "project.examples",
    "queue.read",
    "model.suspects",
    "adjudication.list",
    "project.annotators",
  ]) {
    const input = encodeURIComponent(JSON.stringify({ projectId, ...(path === "queue.read" ? { queueId } : {}) }));
    const reply = await page.request.get(`/api/trpc/${path}?input=${input}`);
    expect(reply.status(), path).toBe(403);
    received.push({ url: path, text: await reply.text() });
  }
  await Promise.all(reading);
  expect(received.length).toBeGreaterThan(8);
  expect(received.some(({ url }) => url.includes("label.examples"))).toBe(true);
  expect(received.some(({ text }) => text.includes("sentence number"))).toBe(true);
  for (const plant of PLANTS)
    expect(received.filter(({ text }) => text.includes(plant)).map(({ url }) => `${plant} in ${url}`)).toEqual([]);
  // in the blind arm the suggestion is withheld, too
  const claims = received.flatMap(({ text }) =>
    [...text.matchAll(/\{"claimId":\d+[^{}]*?"arm":"blind"[\s\S]*?"whyNone"/g)].map((match) => match[0]),
  );
  expect(claims.length).toBeGreaterThan(0);
  for (const claim of claims) expect(claim).toMatch(/"suggestion":null,"likely":\[\],"run":null/);
});
