import { expect } from "@playwright/test";
import type { AnnotationValue } from "@/core/annotation/annotation-value";
import { resolutionsOf } from "../db/queries/items";
import { addToItemCount } from "../db/queries/projects";
import { makeProject, makeQueue } from "../db/test-store";
import { submitAnnotations } from "../server/annotation/submit-annotations";
import { openDataDirectory } from "../server/data-directory";
import { claimItems } from "../server/queue/claim-items";
import { checkAccessible } from "./accessible";
import { dataFolder, signInAs, test } from "./fixtures";

const text = "Ada Lovelace wrote it in London.";
const span = (start: number, end: number, label: string) => ({ start, end, label });

test("spans: two answers that differ are adjudicated on the text, and measured", async ({
  page,
  context,
  store,
  origin,
}) => {
  const labels = ["person", "place"];
  const roles = ["annotator", "annotator", "owner"] as const;
  const made = await makeProject(store, {
    task: "spans",
    labels,
    items: 1,
    roles: [...roles],
    content: () => ({ text }),
  });
  const { projectId, itemIds, people } = made;
  await store.transaction((tx) => addToItemCount(tx, { projectId, by: 1 }));
  const queueId = await makeQueue(store, { ...made, overlapMin: 2, overlapMax: 2 });
  const answer = async (k: number, value: AnnotationValue) => {
    const { userId = 0, email = "" } = people[k] ?? {};
    const actor = { userId, email, name: email, isAdmin: false };
    const at = { store, data: openDataDirectory(dataFolder), actor, now: Date.now() };
    const [claim] = await claimItems(at, { projectId, queueId, max: 1 });
    const given = {
      clientKey: crypto.randomUUID(),
      claimId: claim?.claimId ?? 0,
      itemId: claim?.itemId ?? 0,
      kind: "label" as const,
      value,
      certainty: "sure" as const,
      durationMs: 900,
      clientTime: 0,
      shown: null,
    };
    const { results } = await submitAnnotations(at, { projectId, queueId, answers: [given] });
    expect(results[0]?.result).toBe("accepted");
  };
  await answer(0, { spans: [span(0, 12, "person")] });
  await answer(1, { spans: [span(0, 3, "person"), span(25, 31, "place")] });

  await signInAs(store, context, { userId: people[2]?.userId ?? 0, origin });
  await page.goto(`/projects/${made.slug}/adjudicate`);
  const marks = page.getByRole("list", { name: "Marks" }).getByRole("listitem");
  await expect(page.getByTestId("own-answer")).toBeVisible();
  await page.getByTestId("marked-text").focus();
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("1");
  await expect(marks).toHaveText(["personAda"]);
  await page.keyboard.press("Enter");
  const evidence = page.getByTestId("evidence");
  await expect(evidence.getByText("2 spans: person, place")).toBeVisible();
  await checkAccessible(page, "adjudication of spans");
  // another's answer is put on the text, completed and decided
  await evidence.getByRole("button", { name: "Show A on the item" }).click();
  await expect(marks).toHaveText(["personAda Lovelace"]);
  await page.getByTestId("marked-text").focus();
  for (let k = 0; k < 5; k++) await page.keyboard.press("ArrowLeft");
  for (let k = 0; k < 25; k++) await page.keyboard.press("Alt+ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("2");
  await expect(marks).toHaveText(["personAda Lovelace", "placeLondon"]);
  await expect(async () => {
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("no-conflict")).toBeVisible({ timeout: 500 });
  }).toPass();
  const [resolution] = await resolutionsOf(store.read, { itemIds });
  expect(resolution).toMatchObject({
    source: "adjudication",
    label: JSON.stringify({ spans: [span(0, 12, "person"), span(25, 31, "place")] }),
  });

  await page.goto(`/projects/${made.slug}/agreement`);
  await expect(page.getByTestId("mark-agreement")).toHaveText(/%/, { timeout: 30_000 });
  await expect(page.getByText("span F1, characters")).toBeVisible();
  await checkAccessible(page, "agreement of spans");
  await page.goto(`/projects/${made.slug}/data?item=${itemIds[0]}`);
  await expect(page.getByText("2 spans: person, place").first()).toBeVisible();
});
