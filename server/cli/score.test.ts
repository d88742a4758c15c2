import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { npyDictionary, npyFile } from "@/core/dataset/fixtures/npy-bytes";
import { packageRoot } from "@/db/migrate";
import { InputError, UsageError } from "./command";
import { scoreCommand } from "./score";

const root = packageRoot();
const golden = resolve(root, process.env.CONCORD_GOLDEN ?? "../shared/golden", "label-quality");
const isGoldenHere = existsSync(join(golden, "mnist.pred_probs.f32.bin"));
if (!isGoldenHere) console.warn(`golden runs of concord score are skipped: no inputs in ${golden} (CONCORD_GOLDEN)`);
const folder = mkdtempSync(join(tmpdir(), "concord-score-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const floats = (name: string, values: number[], columns: number, isFortran = false) =>
  file(
    name,
    npyFile(
      npyDictionary("<f8", [values.length / columns, columns], isFortran),
      new Uint8Array(Float64Array.from(values).buffer),
    ),
  );
const integers = (name: string, values: number[]) =>
  file(name, npyFile(npyDictionary("|i1", [values.length]), new Uint8Array(Int8Array.from(values).buffer)));

/** Runs the command in this process; what it prints as JSON. */
async function json(...args: string[]): Promise<Record<string, unknown>> {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  let printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  expect(await scoreCommand.run([...args, "--json"])).toBe(0);
  return JSON.parse(printed) as Record<string, unknown>;
}

// given 0: .9, .8, .1; given 1: .7, .8: the third item is the planted error
const rows = [0.9, 0.1, 0.8, 0.2, 0.1, 0.9, 0.3, 0.7, 0.2, 0.8];
const probs = floats("probs.npy", rows, 2);
const labels = integers("labels.npy", [0, 0, 0, 1, 1]);

describe("a set worked by hand", () => {
  it("through the committed command, without a data directory", () => {
    const out = join(folder, "scores.csv");
    const args = ["score", "--labels", labels, "--probs", probs, "--json", "--out", out];
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "bin/concord.mjs"), ...args], {
      encoding: "utf8",
      env: { ...process.env, CONCORD_DATA: "/nowhere/at/all" },
    });
    expect(status).toBe(0);
    expect(stderr).toContain("5 rows of 2 probabilities");
    const maskSha256 = createHash("sha256")
      .update(Uint8Array.of(0, 0, 1, 0, 0))
      .digest("hex");
    const found = { count: 1, indices: [2], maskSha256 };
    expect(JSON.parse(stdout)).toEqual({
      n: 5,
      classes: 2,
      thresholds: [expect.closeTo(0.6, 14), expect.closeTo(0.75, 14)],
      confidentJoint: [
        [2, 1],
        [0, 1],
      ],
      calibratedJoint: [
        [2, 1],
        [0, 2],
      ],
      noiseRate: { value: 0.2, n: 5, method: expect.any(String) as string },
      issues: {
        pruneByNoiseRate: found,
        pruneByClass: found,
        both: found,
        confidentLearning: found,
        predictedNeqGiven: found,
      },
    });
    expect(readFileSync(out, "utf8").split("\n").slice(0, 4)).toEqual([
      "item,given,predicted,self_confidence,normalized_margin,confidence_weighted_entropy,entropy_nats,rank,suspected",
      expect.stringMatching(/^0,0,0,0\.9,0\.9,0\.\d+,0\.325082973391448\d*,5,0$/) as string,
      expect.stringMatching(/^1,0,0,0\.8,0\.8,/) as string,
      expect.stringMatching(/^2,0,1,0\.1,0\.\d+,0\.\d+,0\.325082973391448\d*,1,1$/) as string,
    ]);
  });

  it("is the same from CSV, from JSON lines, from Fortran order, with names", async () => {
    const expected = await json("--labels", labels, "--probs", probs);
    const pairs = Array.from({ length: 5 }, (_, k) => rows.slice(2 * k, 2 * k + 2));
    const names = ["cat", "cat", "cat", "dog", "dog"];
    const csv = file("probs.csv", `prob_cat,prob_dog\n${pairs.map((pair) => pair.join(",")).join("\n")}\n`);
    const labelsCsv = file("labels.csv", `label\n${names.join("\n")}\n`);
    expect(await json("--labels", labelsCsv, "--probs", csv)).toEqual({ ...expected, labels: ["cat", "dog"] });
    const jsonl = file("probs.jsonl", pairs.map((pair) => JSON.stringify({ probs: pair })).join("\n"));
    expect(await json("--labels", labels, "--probs", jsonl)).toEqual(expected);
    const columns = [...pairs.map(([p]) => p ?? 0), ...pairs.map(([, p]) => p ?? 0)];
    expect(await json("--labels", labels, "--probs", floats("fortran.npy", columns, 2, true))).toEqual(expected);
    const classes = file("classes.txt", "cat\ndog\n");
    expect(await json("--labels", labelsCsv, "--probs", probs, "--classes", classes)).toEqual({
      ...expected,
      labels: ["cat", "dog"],
    });
  });

  it("divides rows by their sum; rows without a given label are left out, and rows keep their numbers", async () => {
    const scaled = floats("scaled.npy", [0.5, 0.5, ...rows.map((p) => p * 1.005)], 2);
    const result = await json("--labels", integers("gap.npy", [-1, 0, 0, 0, 1, 1]), "--probs", scaled);
    expect(result).toMatchObject({
      n: 5,
      withoutGivenLabel: 1,
      thresholds: [expect.closeTo(0.6, 14), expect.closeTo(0.75, 14)],
      issues: { pruneByNoiseRate: { count: 1, indices: [3] } },
    });
  });
});

describe("refuses, with the row or line and the reason", () => {
  const cut = readFileSync(probs).subarray(0, -3);
  it.each<[string, string[], RegExp]>([
    [
      "a file that is not there",
      ["--labels", join(folder, "no.npy"), "--probs", probs],
      /no\.npy: there is no such file/,
    ],
    ["a folder", ["--labels", `${folder}/x.npy/..`, "--probs", probs], /extension/],
    ["an unknown extension", ["--labels", file("labels.txt", "0"), "--probs", probs], /"\.txt" is not known/],
    ["labels as predictions", ["--labels", labels, "--probs", labels], /must be floats.*i1/],
    ["predictions as labels", ["--labels", probs, "--probs", probs], /one axis.*\(5, 2\)/],
    ["another number of rows", ["--labels", integers("four.npy", [0, 0, 0, 1]), "--probs", probs], /4 labels.*5 rows/],
    [
      "transposed predictions",
      [
        "--labels",
        labels,
        "--probs",
        floats("t.npy", [...rows.slice(0, 5).map(() => 0.2), ...rows.slice(0, 5).map(() => 0.2)], 5),
      ],
      /transposed/,
    ],
    [
      "a label out of range",
      ["--labels", integers("big.npy", [0, 0, 2, 1, 1]), "--probs", probs],
      /row 2: the label 2 is outside 0\.\.1/,
    ],
    ["a label below -1", ["--labels", integers("low.npy", [0, -2, 0, 1, 1]), "--probs", probs], /row 1: the label -2/],
    [
      "NaN",
      ["--labels", labels, "--probs", floats("nan.npy", [...rows.slice(0, 4), Number.NaN, ...rows.slice(5)], 2)],
      /row 2: .*position 1 is NaN/,
    ],
    [
      "a probability above 1",
      ["--labels", labels, "--probs", floats("above.npy", [1.5, -0.5, ...rows.slice(2)], 2)],
      /row 0: 1\.5 at position 1/,
    ],
    [
      "logits",
      ["--labels", labels, "--probs", floats("sum.npy", [...rows.slice(0, 8), 0.9, 0.9], 2)],
      /row 4: .*sum to 1\.8; expected 1 within 0\.01/,
    ],
    ["a cut file", ["--labels", labels, "--probs", file("cut.npy", cut)], /cut\.npy: .*cut off: .*80 bytes.*77/],
    [
      "a pickle",
      ["--labels", file("o.npy", npyFile(npyDictionary("|O", [5]), new Uint8Array(40))), "--probs", probs],
      /pickle/,
    ],
    ["one class", ["--labels", labels, "--probs", floats("one.npy", [1, 1, 1, 1, 1], 1)], /at least two classes/],
    [
      "an unknown name",
      ["--labels", file("n.csv", "label\n0\n0\nx\n1\n1\n"), "--probs", probs],
      /line 4: the label "x".*--classes/,
    ],
    [
      "a ragged CSV",
      ["--labels", labels, "--probs", file("ragged.csv", "a,b\n1,0\n1\n")],
      /Line 3: the row has 1 cells/,
    ],
    ["a bad sum in CSV", ["--labels", labels, "--probs", file("sum.csv", "a,b\n1,0\n\n1,1\n")], /line 4: .*sum to 2/],
    [
      "ids in another order",
      ["--labels", file("i.csv", "id,label\na,0\nb,1\n"), "--probs", file("i2.csv", "id,x,y\nb,1,0\na,0,1\n")],
      /Row 0 is "a".*"b"/,
    ],
    [
      "no given label at all",
      ["--labels", integers("none.npy", [-1, -1, -1, -1, -1]), "--probs", probs],
      /no row has a given label/,
    ],
    [
      "names that do not fit",
      ["--labels", labels, "--probs", probs, "--classes", file("c3.txt", "a\nb\nc\n")],
      /3 names for 2 columns/,
    ],
  ])("%s", async (_, args, message) => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const run = scoreCommand.run(args);
    await expect(run).rejects.toThrow(InputError);
    await expect(run).rejects.toThrow(message);
  });

  it("wrong usage", async () => {
    await expect(scoreCommand.run(["--probs", probs])).rejects.toThrow(UsageError);
    await expect(scoreCommand.run([probs])).rejects.toThrow(UsageError);
    await expect(scoreCommand.run(["--labels", labels, "--probs", probs, "--sum-tolerance", "x"])).rejects.toThrow(
      UsageError,
    );
    await expect(scoreCommand.run(["--what"])).rejects.toThrow(/--what/);
  });

  it("through the committed command: exit code 2, the reason on standard error, nothing on standard output", () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(root, "bin/concord.mjs"), "score", ...args], { encoding: "utf8" });
    const bad = run("--labels", labels, "--probs", join(folder, "no.npy"));
    expect([bad.status, bad.stdout]).toEqual([2, ""]);
    expect(bad.stderr).toContain("there is no such file");
    const usage = run("--nonsense");
    expect([usage.status, usage.stderr.includes("Exit codes")]).toEqual([2, true]);
    const help = run("--help");
    expect([help.status, help.stdout]).toEqual([0, scoreCommand.help]);
  });
});

interface Issues {
  num_issues: number;
  indices: number[];
  sha256_of_uint8_mask: string;
}

describe.skipIf(!isGoldenHere)("golden sets", () => {
  it.each(["mnist", "20news"])("%s: masks of all filters, joint", async (name) => {
    const given = new Uint8Array(readFileSync(join(golden, `${name}.labels.u8.bin`)));
    const values = new Uint8Array(readFileSync(join(golden, `${name}.pred_probs.f32.bin`)));
    const classes = values.length / 4 / given.length;
    const result = await json(
      "--labels",
      file(`${name}.labels.npy`, npyFile(npyDictionary("|u1", [given.length]), given)),
      "--probs",
      file(`${name}.probs.npy`, npyFile(npyDictionary("<f4", [given.length, classes]), values)),
    );
    const { [name]: canonical } = JSON.parse(readFileSync(join(golden, "canonical-filters.json"), "utf8")) as Record<
      string,
      { filters: Record<string, Issues> }
    >;
    const issues = result.issues as Record<string, { count: number; indices: number[]; maskSha256: string }>;
    for (const [ours, filter] of [
      ["pruneByNoiseRate", "prune_by_noise_rate"],
      ["pruneByClass", "prune_by_class"],
      ["both", "both"],
      ["confidentLearning", "confident_learning"],
      ["predictedNeqGiven", "predicted_neq_given"],
    ] as const) {
      const expected = canonical?.filters[filter];
      expect(issues[ours]).toEqual({
        count: expected?.num_issues,
        indices: expected?.indices,
        maskSha256: expected?.sha256_of_uint8_mask,
      });
    }
    expect(result.n).toBe(given.length);
    const noise = { mnist: 0.0015, "20news": 0.012745618693574 }[name];
    expect(result.noiseRate).toMatchObject({ value: expect.closeTo(noise ?? -1, 13) });
  });
});
