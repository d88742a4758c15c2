import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dialect } from "./columns";
import { isDuplicate } from "./errors";
import { APPEND_ONLY, refuseNewer } from "./migrate";
import { insertUser, userByEmail } from "./queries/users";
import { annotations } from "./schema/annotations";
import { users } from "./schema/users";
import { openStore, type Transaction } from "./store";
import { makeProject, makeTestStore, type TestStore } from "./test-store";
import { pause } from "./transaction-guard";

let made: TestStore;
beforeAll(async () => {
  made = await makeTestStore({ maxMs: 2_000 });
});
afterAll(() => made.remove());

let n = 0;
const person = () => ({ email: `u${n++}@example.org`, name: "U", passwordHash: null, isAdmin: false, now: 1 });

describe("transactions", () => {
  test("a body may wait between statements and its rows are there after the answer", async () => {
    const who = person();
    await made.store.transaction(async (tx) => {
      await pause(2);
      await insertUser(tx, who);
      await pause(2);
    });
    expect(await userByEmail(made.store.read, who.email)).toMatchObject({ email: who.email, isAdmin: false });
  });

  test("a throw rolls back that body alone", async () => {
    const [bad, good] = [person(), person()];
    const results = await Promise.allSettled([
      made.store.transaction(async (tx) => {
        await insertUser(tx, bad);
        throw new Error("boom");
      }),
      made.store.transaction((tx) => insertUser(tx, good)),
    ]);
    expect(results.map((r) => r.status)).toEqual(["rejected", "fulfilled"]);
    expect(await userByEmail(made.store.read, bad.email)).toBeUndefined();
    expect(await userByEmail(made.store.read, good.email)).toBeDefined();
  });

  test("twenty at once all commit", async () => {
    const people = Array.from({ length: 20 }, person);
    await Promise.all(people.map((who) => made.store.transaction((tx) => insertUser(tx, who))));
    for (const who of people) expect(await userByEmail(made.store.read, who.email)).toBeDefined();
  });

  test("a duplicate is recognised in both dialects", async () => {
    const who = person();
    await made.store.transaction((tx) => insertUser(tx, who));
    const error = await made.store.transaction((tx) => insertUser(tx, who)).catch((e: unknown) => e);
    expect(isDuplicate(error)).toBe(true);
    expect(isDuplicate(new Error("other"))).toBe(false);
  });

  test("a write through store.read fails", async () => {
    const stray = made.store.read as Transaction;
    await expect(insertUser(stray, person())).rejects.toThrow();
  });
});

test("a consistent read does not see what is written meanwhile", async () => {
  const who = person();
  const seen = await made.store.consistentRead(async (view) => {
    const before = await view.$count(users);
    await made.store.transaction((tx) => insertUser(tx, who));
    return { before, after: await view.$count(users) };
  });
  expect(seen.after).toBe(seen.before);
  expect(await made.store.read.$count(users)).toBe(seen.before + 1);
});

describe("guards", () => {
  test("a write that is built but not awaited is refused", async () => {
    const before = await made.store.read.$count(users);
    await expect(
      made.store.transaction(async (tx) => {
        tx.delete(users);
      }),
    ).rejects.toThrow("not awaited");
    expect(await made.store.read.$count(users)).toBe(before);
  });

  test("the handle dies with its body", async () => {
    let kept: Transaction | undefined;
    await made.store.transaction(async (tx) => {
      kept = tx;
    });
    expect(() => kept?.select()).toThrow(/revoked/);
  });

  test("a nested transaction is refused", async () => {
    await expect(made.store.transaction(() => made.store.transaction(async () => 1))).rejects.toThrow("inside");
  });

  test("a body that takes too long is rolled back, and the next one works", async () => {
    const who = person();
    await expect(
      made.store.transaction(async (tx) => {
        await insertUser(tx, who);
        await pause(3_000);
      }),
    ).rejects.toThrow("exceeded");
    expect(await userByEmail(made.store.read, who.email)).toBeUndefined();
    await made.store.transaction((tx) => insertUser(tx, who));
  });
});

describe("many rows at once", () => {
  const NEW_USERS = { table: users, onConflict: "skip" as const, returning: { id: users.id, email: users.email } };
  const rowOf = ({ now, ...who }: ReturnType<typeof person>) => ({ ...who, createdAt: now });

  test("gives back what was written, skips what was there, and keeps defaults, nulls and booleans", async () => {
    const people = Array.from({ length: 1_100 }, () => rowOf({ ...person(), isAdmin: true }));
    const first = await made.store.transaction((tx) => tx.insertMany(NEW_USERS, people.slice(0, 2)));
    expect(first.map((row) => row.email)).toEqual(people.slice(0, 2).map((row) => row.email));
    const rest = await made.store.transaction((tx) => tx.insertMany(NEW_USERS, people));
    expect(new Set(rest.map((row) => row.email))).toEqual(new Set(people.slice(2).map((row) => row.email)));
    const stored = await userByEmail(made.store.read, people[0]?.email ?? "");
    expect(stored).toMatchObject({ id: first[0]?.id, isAdmin: true, passwordHash: null, disabledAt: null });
    expect(await made.store.transaction((tx) => tx.insertMany(NEW_USERS, []))).toEqual([]);
  });

  test("overwrites the columns that it names, and those alone", async () => {
    const who = rowOf(person());
    const plan = {
      table: users,
      onConflict: { target: [users.email], overwrite: [users.name] },
      returning: { email: users.email },
    };
    await made.store.transaction((tx) => tx.insertMany(plan, [who]));
    await made.store.transaction((tx) => tx.insertMany(plan, [{ ...who, name: "New", isAdmin: true }]));
    expect(await userByEmail(made.store.read, who.email)).toMatchObject({ name: "New", isAdmin: false });
  });

  test("rolls back with its body, is refused outside, and does not hide a write that nobody awaited", async () => {
    const who = rowOf(person());
    let kept: Transaction | undefined;
    await expect(
      made.store.transaction(async (tx) => {
        kept = tx;
        await tx.insertMany(NEW_USERS, [who, rowOf(person())]);
        tx.delete(users);
      }),
    ).rejects.toThrow("not awaited");
    expect(await userByEmail(made.store.read, who.email)).toBeUndefined();
    expect(() => kept?.insertMany(NEW_USERS, [who])).toThrow(/revoked/);
  });

  test("a duplicate fails where it may not be", async () => {
    const who = rowOf(person());
    const plan = { ...NEW_USERS, onConflict: "fail" as const };
    const error = await made.store.transaction((tx) => tx.insertMany(plan, [who, who])).catch((e: unknown) => e);
    expect(isDuplicate(error)).toBe(true);
  });
});

describe("append-only tables", () => {
  test("annotations cannot be changed, deleted or replaced", async () => {
    const { projectId, itemIds } = await makeProject(made.store, { items: 1 });
    const { ensureNamed } = await import("./queries/annotators");
    const { insertAnnotation } = await import("./queries/annotations");
    const id = await made.store.transaction(async (tx) => {
      const annotatorId = await ensureNamed(tx, { projectId, name: "a", kind: "external", note: null });
      return insertAnnotation(tx, {
        projectId,
        seq: 1,
        itemId: itemIds[0] ?? 0,
        queueId: 0,
        annotatorId,
        kind: "label",
        value: { label: "cat" },
        certainty: "sure",
        channel: "import",
        mode: "blind",
        clientKey: "k",
        receivedAt: 1,
      });
    });
    const attempts = [
      (tx: Transaction) => tx.update(annotations).set({ note: "x" }).where(sql`id = ${id}`),
      (tx: Transaction) => tx.delete(annotations).where(sql`id = ${id}`),
    ];
    for (const attempt of attempts) {
      const error = await made.store.transaction(async (tx) => await attempt(tx)).catch((e: unknown) => e);
      expect(String(error instanceof Error ? (error.cause ?? error) : error)).toContain("append-only");
    }
    if (dialect === "sqlite") {
      const raw = new Database(made.url);
      raw.pragma("recursive_triggers = ON");
      expect(() =>
        raw.prepare("insert or replace into annotations select * from annotations where id = ?").run(id),
      ).toThrow("append-only");
      raw.close();
    }
  });
});

describe.runIf(dialect === "sqlite")("SQLite files", () => {
  test("triggers stand after every open, even if somebody dropped them", async () => {
    const raw = new Database(made.url);
    raw.exec("DROP TRIGGER annotations_no_update");
    raw.close();
    const again = await openStore(made.url);
    await again.close();
    const check = new Database(made.url, { readonly: true });
    const names = check.prepare("select name from sqlite_master where type = 'trigger' order by 1").pluck().all();
    check.close();
    expect(names).toEqual(APPEND_ONLY.flatMap((t) => [`${t}_no_delete`, `${t}_no_update`]).sort());
  });

  test("a verified copy is made before a migration of a filled database", async () => {
    const raw = new Database(made.url);
    raw.exec("DELETE FROM __drizzle_migrations");
    raw.close();
    // the first migration is asked for again and collides, after the copy was made
    await expect(openStore(made.url)).rejects.toThrow();
    const folder = join(dirname(made.url), "backups");
    expect(existsSync(folder)).toBe(true);
    const [copy = ""] = readdirSync(folder);
    const opened = new Database(join(folder, copy), { readonly: true });
    expect(opened.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(opened.prepare("select count(*) from users").pluck().get()).toBeGreaterThan(0);
    opened.close();
  });

  test("a backup is a whole database", async () => {
    const target = join(dirname(made.url), "copy.db");
    await made.store.backup(target);
    const opened = new Database(target, { readonly: true });
    expect(opened.prepare("select count(*) from users").pluck().get()).toBe(await made.store.read.$count(users));
    opened.close();
  });
});

test("a database of a newer program is refused", () => {
  expect(() => refuseNewer([1, 99], [1, 2])).toThrow("newer version");
  expect(() => refuseNewer([1], [1, 2])).not.toThrow();
});
