import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sessionUser } from "@/db/queries/users";
import { createProject } from "../project/create-project";
import { acceptInvite, changeRole, inviteMember, readInvite, removeMember } from "../project/member";
import { makeTestServer, type TestServer } from "../test-context";
import { hashPassword, NewPassword, passwordFits } from "./password";
import { hashSecret } from "./secret";
import {
  consumeSetupLink,
  failureKeys,
  makeDemoLinks,
  makeSetupLink,
  signInByLink,
  signInByPassword,
  signInDelayMs,
  signOut,
} from "./sign-in";

let server: TestServer;
beforeAll(async () => {
  server = await makeTestServer();
});
afterAll(() => server.remove());

const NOW = 1_800_000_000_000;
const address = "direct";
const admin = { email: "first@example.org", name: "First", password: "correct horse" };

describe("set-up link", () => {
  test("makes the first administrator once, and is offered to nobody afterwards", async () => {
    const { store } = server;
    const token = (await makeSetupLink(store, { now: NOW })) ?? "";
    const both = await Promise.allSettled(
      [1, 2].map((n) => consumeSetupLink(store, { ...admin, email: `${n}${admin.email}`, token, now: NOW })),
    );
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await makeSetupLink(store, { now: NOW })).toBeUndefined();
    await expect(consumeSetupLink(store, { ...admin, token, now: NOW })).rejects.toMatchObject({ kind: "gone" });
  });
});

describe("password", () => {
  test("every byte counts, NFC and NFD are the same, and common ones are refused", async () => {
    const long = "x".repeat(80);
    expect(await passwordFits(`${long}b`, await hashPassword(`${long}a`))).toBe(false);
    expect(await passwordFits("cafe\u0301 au lait", await hashPassword("caf\u00e9 au lait"))).toBe(true);
    expect(await passwordFits("anything", null)).toBe(false);
    for (const weak of ["short", "        ", "password1", "CHANGEME"])
      expect(NewPassword.safeParse(weak).success).toBe(false);
    expect(await passwordFits("x".repeat(1_000_000), await hashPassword("x"))).toBe(false);
  });

  test("wrong tries have to wait longer and longer; the right password works after the wait; others are not affected", async () => {
    const { store } = server;
    const person = await server.person("slow@example.org");
    const { setPasswordHash } = await import("@/db/queries/users");
    const passwordHash = await hashPassword("right password");
    await store.transaction((tx) => setPasswordHash(tx, { userId: person.userId, passwordHash }));
    const keys = failureKeys(person.email, address);
    let now = NOW;
    for (let k = 0; k < 7; k++) {
      now += await signInDelayMs(store, { keys, now });
      expect(await signInByPassword(store, { email: person.email, password: "wrong", address, now })).toBeNull();
    }
    const delay = await signInDelayMs(store, { keys, now });
    expect(delay).toBeGreaterThan(1_000);
    expect(await signInByPassword(store, { email: person.email, password: "right password", address, now })).toBeNull();
    expect(await signInDelayMs(store, { keys: failureKeys("other@example.org", address), now })).toBe(0);
    const found = await signInByPassword(store, {
      email: ` ${person.email.toUpperCase()} `,
      password: "right password",
      address,
      now: now + delay,
    });
    expect(found?.user.id).toBe(person.userId);
    expect(await signInDelayMs(store, { keys, now: now + delay })).toBe(0);
  });
});

test("a session ends when it is ended, whatever the cookie says", async () => {
  const { store } = server;
  const person = await server.person("links@example.org");
  const [link] = await makeDemoLinks(store, { userIds: [person.userId], now: NOW });
  const signedIn = await signInByLink(store, { token: link?.token ?? "", now: NOW });
  const secretHash = hashSecret(signedIn?.sessionSecret ?? "");
  expect(await sessionUser(store.read, { secretHash, now: NOW })).toMatchObject({ id: person.userId });
  expect(await sessionUser(store.read, { secretHash, now: NOW + 31 * 86_400_000 })).toBeUndefined();
  await signOut(store, { sessionSecret: signedIn?.sessionSecret ?? "", now: NOW });
  expect(await sessionUser(store.read, { secretHash, now: NOW })).toBeUndefined();
  // links of an earlier start stop working
  await makeDemoLinks(store, { userIds: [person.userId], now: NOW });
  expect(await signInByLink(store, { token: link?.token ?? "", now: NOW })).toBeNull();
});

describe("invitations and roles", () => {
  test("an invitation works once, for its address and role", async () => {
    const { store } = server;
    const owner = await server.person("boss@example.org", true);
    const { projectId } = await createProject(server.as(owner), {
      name: "P",
      media: "text",
      labels: [{ name: "a" }, { name: "b" }],
    });
    const { path } = await inviteMember(server.as(owner), { projectId, email: "new@example.org", role: "annotator" });
    const token = path.replace("/invite/", "");
    expect(await readInvite(store, { token, now: NOW })).toMatchObject({
      email: "new@example.org",
      role: "annotator",
      known: false,
    });
    await expect(acceptInvite(store, { token, name: "N", password: "short", now: NOW })).rejects.toMatchObject({
      kind: "invalid",
      field: "password",
    });
    const accept = () => acceptInvite(store, { token, name: "New", password: "a good password", now: NOW });
    const both = await Promise.allSettled([accept(), accept()]);
    expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    await expect(readInvite(store, { token, now: NOW })).rejects.toMatchObject({ kind: "gone" });
    const late = await inviteMember(server.as(owner), { projectId, email: "late@example.org", role: "viewer" });
    await expect(
      readInvite(store, { token: late.path.replace("/invite/", ""), now: NOW + 15 * 86_400_000 }),
    ).rejects.toMatchObject({ kind: "gone" });
  });

  test("nobody changes their own role, and the last owner stays", async () => {
    const owner = await server.person("sole@example.org", true);
    const { projectId } = await createProject(server.as(owner), {
      name: "Q",
      media: "text",
      labels: [{ name: "a" }, { name: "b" }],
    });
    await expect(
      changeRole(server.as(owner), { projectId, userId: owner.userId, role: "viewer" }),
    ).rejects.toMatchObject({ kind: "invalid" });
    await expect(removeMember(server.as(owner), { projectId, userId: owner.userId })).rejects.toMatchObject({
      kind: "invalid",
    });
  });
});
