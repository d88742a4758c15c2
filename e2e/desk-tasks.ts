import type { BrowserContext } from "@playwright/test";
import type { Task } from "@/core/label-set/label-set";
import { insertModel, insertPredictions, insertRun } from "../db/queries/models";
import { insertMedia } from "../db/queries/uploads";
import type { Store } from "../db/store";
import { makeProject, makeQueue } from "../db/test-store";
import { openDataDirectory } from "../server/data-directory";
import { storeAudio } from "../server/media/store-audio";
import { predictionRow } from "../server/prediction/record-predictions";
import { dataFolder, signInAs } from "./fixtures";
import { tone } from "./media-files";
import { storePicture } from "./picture";

export const DESK_TASKS = [
  "single label",
  "assisted",
  "several labels",
  "spans",
  "boxes",
  "verify",
  "many labels",
  "audio",
  "table",
] as const;
export type DeskTask = (typeof DESK_TASKS)[number];

const LABELS = ["fruit", "leaf", "place"];
const MANY = Array.from({ length: 40 }, (_, k) => `label-${String(k).padStart(2, "0")}`);
const SENTENCE = "Pears of the old orchard hang over green leaves, and nobody in the village picks them.";

async function storeTone(store: Store) {
  const stored = await storeAudio(openDataDirectory(dataFolder), tone({ hertz: 330, seconds: 2 }));
  await store.transaction((tx) => insertMedia(tx, [stored]));
  return stored.sha256;
}

type Content = NonNullable<NonNullable<Parameters<typeof makeProject>[1]>["content"]>;

async function contentOf(store: Store, task: DeskTask): Promise<Content> {
  if (task === "boxes") {
    const picture = await storePicture(store);
    return () => picture;
  }
  if (task === "audio") {
    const audioHash = await storeTone(store);
    return () => ({ audioHash });
  }
  if (task === "table")
    return (k) => ({
      data: [
        ["name", `tree ${k}`],
        ["height", 4.5 + k],
        ["note", ""],
      ],
    });
  return (k) => ({ text: `${SENTENCE} (${k})` });
}

const TASK_OF: Partial<Record<DeskTask, Task>> = { "several labels": "multi-label", spans: "spans", boxes: "boxes" };

/** Predictions of the second label for all items, of a model that did not see them. */
async function predict(store: Store, { projectId, itemIds }: { projectId: number; itemIds: number[] }) {
  await store.transaction(async (tx) => {
    const model = { projectId, name: "m", kind: "imported" as const, files: [], trainedOn: "nothing" as const };
    const { id: modelId } = await insertModel(tx, { ...model, stage: "candidate", createdAt: 0 });
    const run = { projectId, modelId, name: "", source: "imported" as const, fold: null, outOfSample: "yes" as const };
    const runId = await insertRun(tx, { ...run, classes: LABELS, createdAt: 0 });
    const probs = Float32Array.of(0.1, 0.8, 0.1);
    await insertPredictions(
      tx,
      itemIds.map((itemId) => predictionRow({ runId, itemId, classes: LABELS }, probs)),
    );
  });
}

/** A project with a queue of one kind of task, and a person who is signed in to label it. */
export async function makeDeskTask(
  store: Store,
  { context, origin, task, items = 8 }: { context: BrowserContext; origin: string; task: DeskTask; items?: number },
) {
  const made = await makeProject(store, {
    task: TASK_OF[task] ?? "single-label",
    ...(task === "audio" || task === "table" ? { media: task } : {}),
    labels: task === "many labels" ? MANY : LABELS,
    content: await contentOf(store, task),
    items,
    roles: ["annotator"],
  });
  if (task === "verify" || task === "assisted") await predict(store, made);
  const queueId = await makeQueue(store, {
    ...made,
    overlapMin: 1,
    overlapMax: 1,
    mode: task === "assisted" ? "assisted" : "blind",
    question: task === "verify" ? "verify" : "label",
  });
  await signInAs(store, context, { userId: made.people[0]?.userId ?? 0, origin });
  return { ...made, queueId };
}
