import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dialect } from "@/db/columns";
import { packageRoot } from "@/db/migrate";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "concord-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The command as it is typed, in a process of its own. */
function concord(args: string[], { input = "", data = join(folder, "data") } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(packageRoot(), "bin", "concord.mjs"), ...args], {
    input,
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, CONCORD_DATA: data, DATABASE_URL: "" },
  });
  return { status, stdout, stderr };
}

// the processes use a file in any case: once is enough
describe.runIf(dialect === "sqlite")("concord", () => {
  test("says what it can do, and refuses what it cannot with exit code 2", () => {
    expect(concord(["--help"])).toMatchObject({ status: 0, stdout: expect.stringContaining("concord verify") });
    expect(concord(["frobnicate"])).toMatchObject({ status: 2, stderr: expect.stringContaining("frobnicate") });
    expect(concord(["user", "add"])).toMatchObject({ status: 2 });
    expect(concord(["verify", "--what"])).toMatchObject({ status: 2 });
  });

  test("adds an account, once, with a password of some length", () => {
    const add = ["user", "add", "--email", "Olga@Example.org", "--name", "Olga", "--admin"];
    expect(concord(add, { input: "short" })).toMatchObject({ status: 1, stderr: expect.stringContaining("8") });
    expect(concord(add, { input: "correct horse battery\n" })).toMatchObject({
      status: 0,
      stdout: "olga@example.org can sign in now.\n",
    });
    expect(concord(add, { input: "correct horse battery\n" })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("has an account already"),
    });
  });

  test("verifies the store, and copies it to a file that can be verified again", () => {
    expect(concord(["verify"])).toMatchObject({ status: 0, stdout: expect.not.stringContaining("FAIL") });
    const copy = join(folder, "copy", "concord.db");
    expect(concord(["backup", join(folder, "copy.db")])).toMatchObject({ status: 0 });
    expect(existsSync(join(folder, "copy.db"))).toBe(true);
    expect(concord(["backup", join(folder, "no-such-folder", "copy.db")]).status).toBe(1);
    expect(existsSync(copy)).toBe(false);
  });

  test("makes no demo of a folder that holds something else", () => {
    const own = mkdtempSync(join(folder, "own-"));
    writeFileSync(join(own, "thesis.txt"), "ten years of work");
    expect(concord(["demo"], { data: own })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("is not a demo: it stays as it is"),
    });
    expect(readdirSync(own)).toEqual(["thesis.txt"]);
  });
});
