import { afterAll, beforeAll, expect, test } from "vitest";
import { ORDINARY_KEYS } from "@/core/label-set/own-keys";
import { setPreferences } from "@/db/queries/users";
import { makeProject, makeQueue } from "@/db/test-store";
import { openDesk } from "../queue/open-desk";
import { makeTestServer, type TestServer } from "../test-context";
import { UpdatePreferencesInput, updatePreferences } from "./update-preferences";

let server: TestServer;
beforeAll(async () => {
  server = await makeTestServer();
});
afterAll(() => server.remove());

const withKeys = { singleKeys: false, commands: { skip: "x" }, labels: { cat: "k" } };

async function person() {
  const { projectId, slug, people, itemIds } = await makeProject(server.store, {
    items: 1,
    roles: ["annotator", "annotator"],
  });
  const queueId = await makeQueue(server.store, { projectId, itemIds });
  const [ann, bob] = people.map(({ userId, email }) => server.as({ userId, email, name: email, isAdmin: false }));
  if (!ann || !bob) throw new Error("two people");
  const keysOf = async (who: typeof ann) => (await openDesk(who, { slug, queueId })).ownKeys;
  return { projectId, ann, bob, keysOf };
}

test("own keys come back with the desk, for this person and this project alone", async () => {
  const { projectId, ann, bob, keysOf } = await person();
  expect(await keysOf(ann)).toEqual(ORDINARY_KEYS);
  await updatePreferences(ann, { projectId, userId: ann.actor.userId, keys: withKeys });
  expect(await keysOf(ann)).toEqual(withKeys);
  expect(await keysOf(bob)).toEqual(ORDINARY_KEYS);
  await updatePreferences(ann, { projectId, keys: ORDINARY_KEYS });
  expect(await keysOf(ann)).toEqual(ORDINARY_KEYS);
});

test("nobody changes the keys of somebody else, nor in a project that is not theirs", async () => {
  const { projectId, ann, bob } = await person();
  const stranger = await person();
  await expect(updatePreferences(bob, { projectId, userId: ann.actor.userId, keys: withKeys })).rejects.toMatchObject({
    kind: "forbidden",
    field: "userId",
  });
  await expect(updatePreferences(stranger.ann, { projectId, keys: withKeys })).rejects.toMatchObject({
    kind: "not-found",
  });
});

test("choices that this version cannot read do not stand in the way", async () => {
  const { ann, keysOf } = await person();
  const preferences = { singleKeys: "perhaps", commands: { skip: "Escape" } };
  await server.store.transaction((tx) => setPreferences(tx, { userId: ann.actor.userId, preferences }));
  expect(await keysOf(ann)).toEqual(ORDINARY_KEYS);
});

test("keys that belong to the browser or to nobody are refused", () => {
  const input = (commands: unknown) =>
    UpdatePreferencesInput.safeParse({ projectId: 1, keys: { singleKeys: true, commands, labels: {} } });
  expect(input({ skip: "x" }).success).toBe(true);
  for (const key of ["Tab", "Enter", "Escape", "Control+s", "ä", ""]) expect(input({ skip: key }).success).toBe(false);
  expect(input({ nothing: "x" }).success).toBe(false);
});
