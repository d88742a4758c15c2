import { afterAll, beforeAll, expect, test } from "vitest";
import { makeProject, makeQueue } from "@/db/test-store";
import { submitAnnotations } from "../annotation/submit-annotations";
import { claimItems } from "../queue/claim-items";
import { makeTestServer, type TestServer } from "../test-context";
import { listAnnotators } from "./read-annotators";

let server: TestServer;
beforeAll(async () => {
  server = await makeTestServer();
});
afterAll(() => server.remove());

test("counts answers, unsure ones and those faster than anybody can look, of the current answers alone", async () => {
  const { projectId, people, itemIds } = await makeProject(server.store, { items: 4, roles: ["owner", "annotator"] });
  const queueId = await makeQueue(server.store, { projectId, itemIds, overlapMin: 1, overlapMax: 1 });
  const [owner, annotator] = people.map(({ userId, email }) => ({ userId, name: email, email, isAdmin: false }));
  if (!owner || !annotator) throw new Error("two people are needed");
  const claims = await claimItems(server.as(annotator), { projectId, queueId, max: 4 });
  const answer = (k: number, durationMs: number, certainty: "sure" | "unsure") => ({
    clientKey: crypto.randomUUID(),
    claimId: claims[k]?.claimId ?? 0,
    itemId: claims[k]?.itemId ?? 0,
    kind: "label" as const,
    value: { label: "cat" },
    certainty,
    durationMs,
    clientTime: 0,
    shown: null,
  });
  const answers = [answer(0, 199, "sure"), answer(1, 200, "sure"), answer(2, 0, "unsure")];
  const { results } = await submitAnnotations(server.as(annotator), { projectId, queueId, answers });
  expect(results.map(({ result }) => result)).toEqual(["accepted", "accepted", "accepted"]);
  const { rows } = await listAnnotators(server.as(owner), { projectId });
  expect(rows).toMatchObject([{ kind: "person", answers: 3, unsure: 1, timed: 3, fast: 2 }]);
  await expect(listAnnotators(server.as(annotator), { projectId })).rejects.toMatchObject({ kind: "forbidden" });
});
