import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const bin = fileURLToPath(new URL("../../bin/concord.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "concord-consensus-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** Runs the command without a data directory: it must not need one. */
function concord(...args: string[]) {
  const env = { ...process.env, CONCORD_DATA: "/nowhere/at/all" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, "consensus", ...args], {
    encoding: "utf8",
    env,
  });
  return { status, stdout, stderr };
}

const votes = file(
  "votes.csv",
  "item,annotator,label\na,1,no\na,1,yes\na,2,yes\na,3,no\nb,1,no\nb,2,yes\nc,1,no\nc,2,no\nc,3,no\n",
);
const gold = file("gold.csv", "item,label\na,yes\nb,no\nc,maybe\nz,no\n");

describe("concord consensus", () => {
  it("majority: the last of repeated answers counts, ties are credited by shares", () => {
    const out = join(folder, "out.csv");
    const { status, stdout } = concord(votes, "--method", "majority", "--gold", gold, "--out", out, "--json");
    expect(status).toBe(0);
    const result: unknown = JSON.parse(stdout);
    expect(result).toMatchObject({
      method: "majority",
      items: 3,
      votes: 8,
      ties: 1,
      iterations: 1,
      logLikelihood: { undefinedBecause: "no model of votes", n: 8 },
      accuracy: { value: 0.5, n: 3 },
      labels: ["no", "yes"],
      annotators: [
        { annotator: "1", votes: 3, accuracyEstimate: { value: expect.closeTo(2.5 / 3, 12), n: 3 } },
        { annotator: "2", votes: 3 },
        { annotator: "3", votes: 2, goldAccuracy: { value: 0, n: 2 } },
      ],
    });
    expect(readFileSync(out, "utf8").split("\n")).toEqual([
      "item,label,tied,votes,posterior_no,posterior_yes",
      expect.stringMatching(/^a,yes,,3,0\.33+,0\.66+7?$/),
      'b,,"[""no"",""yes""]",2,0.5,0.5',
      "c,no,,3,1,0",
      "",
    ]);
  });

  it("dawid-skene: log-likelihood and confusion matrices whose rows sum to 1", () => {
    const { status, stdout } = concord(votes, "--method", "dawid-skene", "--json");
    const result = JSON.parse(stdout) as { logLikelihood: number; annotators: { confusion: number[][] }[] };
    expect(status).toBe(0);
    expect(result.logLikelihood).toBeLessThan(0);
    for (const { confusion } of result.annotators)
      for (const row of confusion) expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it("compares the methods", () => {
    const { status, stdout } = concord(votes, "--method", "glad", "--compare", "--seed", "3", "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ comparison: { by: "held-out votes", candidates: { length: 5 } } });
  });

  it.each([
    ["a missing file", [join(folder, "none.csv")], "there is no such file"],
    ["a bad row", [file("bad.csv", "item,annotator,label\na,1,x\nb,,y\n")], "Line 3: the annotator is empty."],
    ["bad gold", [votes, "--gold", file("bad-gold.csv", "item,label\na,x\na,y\n")], 'Line 3: item "a" has another'],
    ["an unknown method", [votes, "--method", "mean"], 'There is no method "mean".'],
    ["an unknown option", [votes, "--verbose"], "--verbose"],
    ["no file", [], "Name one file of votes."],
    ["a wrong number", [votes, "--shrinkage", "-1"], "--shrinkage"],
  ])("exits 2 for %s", (_, args, message) => {
    const { status, stdout, stderr } = concord(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
  });

  it("exits 1 when there is nothing to agree on", () => {
    const { status, stdout } = concord(file("empty.csv", "item,annotator,label\n"), "--json");
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ undefinedBecause: "no votes", n: 0 });
  });

  it("explains itself", () => {
    const { status, stdout } = concord("--help");
    expect(status).toBe(0);
    for (const option of ["--method", "--gold", "--out", "--json", "--shrinkage", "--repeats", "--compare", "--seed"])
      expect(stdout).toContain(option);
  });
});
