import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import golden from "@/core/agreement/fixtures/golden-agreement.json";
import coefficients from "@/core/agreement/fixtures/golden-coefficients.json";
import { npyDictionary, npyFile } from "@/core/dataset/fixtures/npy-bytes";
import { packageRoot } from "@/db/migrate";
import { agreementCommand } from "./agreement";
import { InputError, UsageError } from "./command";

const root = packageRoot();
const folder = mkdtempSync(join(tmpdir(), "concord-agreement-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** Long form of one text per annotator, one mark per item. */
function longForm(marks: readonly string[]): string {
  const rows = marks.flatMap((row, annotator) =>
    row.split(" ").flatMap((mark, item) => (mark === "." ? [] : [`${item},${annotator},${mark}`])),
  );
  return `item,annotator,label\n${rows.join("\n")}\n`;
}

interface Result {
  [key: string]: unknown;
  krippendorffAlpha: { value: number; low?: number; high?: number };
}

async function json(...args: string[]): Promise<Result> {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  let printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  expect(await agreementCommand.run([...args, "--json"])).toBe(0);
  return JSON.parse(printed) as Result;
}

const estimate = (value: number) => expect.objectContaining({ value: expect.closeTo(value, 12) as number }) as unknown;

describe("Krippendorff's examples", () => {
  it.each(golden.alpha.filter(({ name }) => name !== "nominal_ben_gerry"))(
    "$name",
    async ({ name, votes, ...alphas }) => {
      const path = file(`${name}.csv`, longForm(votes));
      for (const metric of ["nominal", "ordinal", "interval"] as const)
        expect((await json(path, "--metric", metric)).krippendorffAlpha).toEqual(estimate(alphas[metric]));
      const ratio = (coefficients.ratio as Record<string, number>)[name] ?? Number.NaN;
      expect((await json(path, "--metric", "ratio")).krippendorffAlpha).toEqual(estimate(ratio));
    },
  );

  it("four observers: all coefficients, per label, pairs, warnings", async () => {
    const votes = golden.alpha.find(({ name }) => name === "four_observers_missing")?.votes ?? [];
    const result = await json(file("four.csv", longForm(votes)), "--pairs");
    expect(result).toMatchObject({
      items: 12,
      pairableItems: 11,
      singleVoteItems: 1,
      annotators: 4,
      votes: 41,
      labels: ["1", "2", "3", "4", "5"],
      percentAgreement: estimate(golden.fourObservers.percent),
      fleissKappa: estimate(golden.fourObservers.fleiss),
      gwetAc1: estimate(golden.fourObservers.ac1),
      warnings: [{ code: "few-items" }, { code: "rare-label" }],
    });
    const perLabel = result.perLabel as { label: string; alpha: unknown; specificAgreement: unknown }[];
    perLabel.forEach((row, k) => {
      expect(row.alpha).toEqual(estimate(golden.fourObservers.labelAlpha[k] ?? -1));
      expect(row.specificAgreement).toEqual(estimate(golden.fourObservers.specific[k] ?? -1));
    });
    const pairs = result.pairs as { first: string; second: string; sharedItems: number }[];
    expect(pairs.map(({ first, second, sharedItems }) => [first, second, sharedItems])).toEqual([
      ["0", "1", 9],
      ["0", "2", 8],
      ["0", "3", 9],
      ["1", "2", 9],
      ["1", "3", 10],
      ["2", "3", 10],
    ]);
  });

  it("names in an order of their own", async () => {
    const names = ["zero", "low", "mid", "high", "top", "beyond"];
    const votes = golden.alpha.find(({ name }) => name === "four_observers_missing");
    const named = votes?.votes.map((row) => row.replace(/\d/g, (digit) => names[Number(digit)] ?? "")) ?? [];
    const path = file("named.csv", longForm(named));
    const ordered = await json(path, "--metric", "ordinal", "--order", names.join(","));
    expect(ordered.krippendorffAlpha).toEqual(estimate(votes?.ordinal ?? Number.NaN));
  });
});

/** 120 items of three people who are right with .8, seeded. */
function simulated(shuffle = false): string {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const rows = Array.from({ length: 360 }, (_, k) => {
    const item = Math.floor(k / 3);
    return `${item},p${k % 3},${random() < 0.8 ? item % 3 : Math.floor(random() * 3)}`;
  });
  return `item,annotator,label\n${(shuffle ? rows.reverse() : rows).join("\n")}\n`;
}

describe("intervals", () => {
  it("stand around every nominal coefficient, are the same for a seed and any order of rows, move with the seed", async () => {
    const path = file("simulated.csv", simulated());
    const result = await json(path);
    for (const key of ["krippendorffAlpha", "percentAgreement", "fleissKappa", "gwetAc1"]) {
      const { value, low, high, method } = result[key] as { value: number; low: number; high: number; method: string };
      expect([low < value, value < high, method.includes("1000 resamples")]).toEqual([true, true, true]);
    }
    const again = await json(file("reversed.csv", simulated(true)), "--seed", "1", "--bootstrap", "1000");
    expect(again.krippendorffAlpha).toEqual(result.krippendorffAlpha);
    const other = await json(path, "--seed", "2");
    expect(other.krippendorffAlpha.low).not.toBe(result.krippendorffAlpha.low);
    expect(other.krippendorffAlpha.low).toBeCloseTo(result.krippendorffAlpha.low ?? -1, 1);
    for (const metric of ["ordinal", "interval"])
      expect((await json(path, "--metric", metric)).krippendorffAlpha).toHaveProperty("high");
    expect((await json(path, "--bootstrap", "0")).krippendorffAlpha).not.toHaveProperty("low");
  });
});

it("the last of repeated pairs counts; a matrix and JSON lines say the same as the long form", async () => {
  const csv = file("small.csv", "item,annotator,label\n0,0,1\n0,0,0\n0,1,0\n1,0,1\n1,1,1\n2,1,0\n");
  const expected = await json(csv);
  expect(expected).toMatchObject({ items: 3, pairableItems: 2, votes: 5, krippendorffAlpha: { value: 1 } });
  const values = Float64Array.of(0, 0, 1, 1, Number.NaN, 0);
  const matrix = file("votes.npy", npyFile(npyDictionary("<f8", [3, 2]), new Uint8Array(values.buffer)));
  expect(await json(matrix)).toEqual(expected);
  const lines = [
    [0, 0, 0],
    [0, 1, 0],
    [1, 0, 1],
    [1, 1, 1],
    [2, 1, 0],
  ];
  const jsonl = lines.map(([item, annotator, label]) => JSON.stringify({ item, annotator, label })).join("\n");
  expect(await json(file("votes.jsonl", jsonl))).toEqual(expected);
});

it("nothing to compare: undefined with the reason, exit code 0", async () => {
  const single = await json(file("single.csv", "item,annotator,label\na,1,x\nb,2,y\n"));
  expect(single).toMatchObject({
    krippendorffAlpha: { undefinedBecause: "no overlap", n: 0 },
    gwetAc1: { undefinedBecause: "no overlap", n: 0 },
    warnings: [{ code: "no-overlap" }],
  });
  const alike = await json(file("alike.csv", "item,annotator,label\na,1,x\na,2,x\n"));
  expect(alike).toMatchObject({
    krippendorffAlpha: { undefinedBecause: "no variation", n: 1 },
    percentAgreement: { value: 1 },
  });
  expect(await json(file("none.csv", "item,annotator,label\n"))).toMatchObject({ items: 0, votes: 0, perLabel: [] });
});

describe("refuses, with the line and the reason", () => {
  it.each<[string, string[], RegExp]>([
    ["a file that is not there", [join(folder, "no.csv")], /no such file/],
    [
      "a ragged CSV",
      [file("ragged.csv", "item,annotator,label\na,1,x\nb,2\n")],
      /ragged\.csv: Line 3: the row has 2 cells/,
    ],
    ["a missing column", [file("columns.csv", "item,label\na,x\n")], /no column "annotator"/],
    ["an unclosed quote", [file("quote.csv", 'item,annotator,label\na,1,"x\n')], /line 2/],
    [
      "text under interval",
      [file("text.csv", "item,annotator,label\na,1,2\na,2,much\n"), "--metric", "interval"],
      /item a, annotator 2: the label "much" is not a number/,
    ],
    [
      "a negative number under ratio",
      [file("minus.csv", "item,annotator,label\na,1,2\na,2,-1\n"), "--metric", "ratio"],
      /at least 0/,
    ],
    [
      "a label outside the order",
      [file("order.csv", "item,annotator,label\na,1,x\n"), "--metric", "ordinal", "--order", "y,z"],
      /"x" is not in --order/,
    ],
    [
      "a matrix of other numbers",
      [file("half.npy", npyFile(npyDictionary("<f4", [1, 1]), new Uint8Array(Float32Array.of(0.5).buffer)))],
      /item 0, annotator 0: 0\.5/,
    ],
  ])("%s", async (_, args, message) => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const run = agreementCommand.run(args);
    await expect(run).rejects.toThrow(InputError);
    await expect(run).rejects.toThrow(message);
  });

  it("wrong usage", async () => {
    for (const args of [
      [],
      ["a.csv", "b.csv"],
      ["a.csv", "--metric", "cosine"],
      ["a.csv", "--bootstrap=-1"],
      ["a.csv", "--order", "a"],
    ])
      await expect(agreementCommand.run(args)).rejects.toThrow(UsageError);
  });
});

it("through the committed command: a table for people, exit codes, help", () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(root, "bin/concord.mjs"), "agreement", ...args], {
      encoding: "utf8",
      env: { ...process.env, CONCORD_DATA: "/nowhere/at/all" },
    });
  const done = run(file("cli.csv", simulated()), "--pairs");
  expect(done.status).toBe(0);
  expect(done.stdout).toMatch(/Krippendorff alpha, nominal +0\.\d{4} \[0\.\d{4}, 0\.\d{4}\]/);
  expect(done.stdout).toContain("p0 and p1: 120");
  const bad = run(file("bad.csv", "item,annotator,label\na\n"));
  expect([bad.status, bad.stdout]).toEqual([2, ""]);
  expect(bad.stderr).toContain("Line 2");
  expect(run("--help").stdout).toBe(agreementCommand.help);
});

it("score and agreement reach no module of the database", () => {
  const seen = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = readFileSync(join(root, path), "utf8");
    for (const [, target = ""] of text.matchAll(/^(?:import|export)\s(?!type\s)[^;]*?from "([^"]+)";/gm)) {
      if (target.startsWith("@/")) visit(`${target.slice(2)}.ts`);
      else if (target.startsWith(".")) visit(`${normalize(join(dirname(path), target))}.ts`);
      else seen.add(target);
    }
  };
  visit("server/cli/score.ts");
  visit("server/cli/agreement.ts");
  expect(seen.size).toBeGreaterThan(30);
  expect([...seen].filter((path) => /^(db\/|pg$|better-sqlite3|drizzle)/.test(path))).toEqual([]);
});
