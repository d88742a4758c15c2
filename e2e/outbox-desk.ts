import { type BrowserContext, expect, type Page } from "@playwright/test";
import { storedAnswer } from "@/core/annotation/answer-text";
import { eventsOfItems } from "../db/queries/annotations";
import type { Store } from "../db/store";
import { makeProject, makeQueue } from "../db/test-store";
import { test as base, signInAs } from "./fixtures";
import { LabelDeskPage } from "./pages/label-desk";

export const SUBMIT = /\/api\/trpc\/[^?]*label\.submit/;

export async function makeDesk(store: Store, { items, people = 1 }: { items: number; people?: number }) {
  const roles = Array.from({ length: people }, () => "annotator" as const);
  const made = await makeProject(store, { items, roles });
  const queueId = await makeQueue(store, { ...made, overlapMin: 2, overlapMax: 2 });
  return { ...made, queueId, userId: made.people[0]?.userId ?? 0 };
}

/** A desk with one person who is signed in, opened in the test's page; what is routed before counts from its first request. */
export const test = base.extend<{ openDesk: (size: { items: number; people?: number }) => Promise<OpenedDesk> }>({
  openDesk: ({ page, context, store, origin }, use) =>
    use(async (size) => {
      const made = await makeDesk(store, size);
      const session = await signInAs(store, context, { userId: made.userId, origin });
      const desk = new LabelDeskPage(page);
      await desk.open(made.slug, made.queueId);
      return { ...made, session, desk };
    }),
});
type OpenedDesk = Awaited<ReturnType<typeof makeDesk>> & {
  session: Awaited<ReturnType<typeof signInAs>>;
  desk: LabelDeskPage;
};

/** What the database holds, in the order of its numbers: item, kind, label. */
export async function events(store: Store, { itemIds }: { itemIds: number[] }, email?: string) {
  const rows = (await eventsOfItems(store.read, { itemIds })).filter((row) => !email || row.annotator === email);
  const inOrder = rows.map((row) => row.annotation).sort((a, b) => a.seq - b.seq);
  expect(new Set(inOrder.map((row) => row.clientKey)).size).toBe(inOrder.length);
  return inOrder.map((row) => `${itemIds.indexOf(row.itemId) + 1} ${row.kind} ${storedAnswer(row.value) ?? ""}`.trim());
}

const KEYS = ["1", "2", "3"] as const;
const LABELS = ["cat", "dog", "owl"] as const;
/** Answers so many items with a label each and returns what the database has to hold. */
export async function label(desk: LabelDeskPage, from: number, n: number) {
  const given: string[] = [];
  for (let item = from; item < from + n; item++) {
    await desk.answer(KEYS[item % 3] ?? "1");
    given.push(`${item} label ${LABELS[item % 3]}`);
  }
  return given;
}

export const unreachable = (where: BrowserContext | Page) => where.route(SUBMIT, (route) => route.abort());
