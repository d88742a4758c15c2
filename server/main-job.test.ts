import { createReadStream } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readJsonl } from "@/core/dataset/jsonl";
import { itemPage } from "@/db/queries/items";
import { addMember } from "@/db/queries/projects";
import { snapshotById } from "@/db/queries/snapshots";
import { adjudicateItem, giveFirstAnswer, listConflicts, openConflict } from "./adjudication/adjudicate-item";
import { readAgreement, startAgreement } from "./agreement/measure-agreement";
import { submitAnnotations } from "./annotation/submit-annotations";
import { readArchive } from "./dataset/read-archive";
import { StartImportInput, startImport } from "./dataset/start-import";
import { listModels } from "./model/register-model";
import { startTraining, TrainBaselineInput } from "./model/train-baseline";
import type { Actor } from "./operation";
import { createProject } from "./project/create-project";
import { listSuspects, readScoring, SuspectsInput } from "./quality/read-errors";
import { startScoring } from "./quality/score-items";
import { claimItems } from "./queue/claim-items";
import { CreateQueueInput, createQueue } from "./queue/create-queue";
import { ExportInput, listSnapshots, startExport, startSnapshot } from "./snapshot/start-snapshot";
import { makeTestServer, type TestServer } from "./test-context";

let server: TestServer;
let owner: Actor;
let ann: Actor;
let bob: Actor;
let judge: Actor;
let projectId = 0;

const good = ["lovely", "great", "perfect", "wonderful", "tasty", "superb"];
const bad = ["awful", "bland", "broken", "terrible", "dreadful", "poor"];
const nouns = ["soup", "phone", "film", "chair", "song", "hotel", "book", "coat", "tea", "lamp"];

/** Sixty sentences of two labels; the given label of every tenth is wrong. */
const rows = Array.from({ length: 60 }, (_, k) => {
  const isGood = k % 2 === 0;
  const words = isGood ? good : bad;
  const text = `A ${words[k % 6]} ${nouns[k % 10]}, really ${words[(k + 2) % 6]} and ${words[(k + 4) % 6]} number ${k}.`;
  const truth = isGood ? "positive" : "negative";
  const label = k % 10 === 0 ? "negative" : truth;
  return { id: `s-${k}`, text, label, truth };
});

beforeAll(async () => {
  server = await makeTestServer();
  owner = await server.person("owner@example.org", true);
  [ann, bob, judge] = (await Promise.all(
    ["ann@example.org", "bob@example.org", "judge@example.org"].map((email) => server.person(email)),
  )) as [Actor, Actor, Actor];
  ({ projectId } = await createProject(server.as(owner), {
    name: "Reviews",
    media: "text",
    labels: [{ name: "negative" }, { name: "positive" }],
    guidelines: "Judge the *whole* sentence.",
  }));
  await server.store.transaction(async (tx) => {
    await addMember(tx, { projectId, userId: ann.userId, role: "annotator", createdAt: 0 });
    await addMember(tx, { projectId, userId: bob.userId, role: "annotator", createdAt: 0 });
    await addMember(tx, { projectId, userId: judge.userId, role: "adjudicator", createdAt: 0 });
  });
});
afterAll(() => server.remove());

const importFile = async (content: string, options: Partial<StartImportInput> = {}) => {
  const sha256 = await server.upload(owner, content, "items.jsonl");
  return server.run(await startImport(server.as(owner), StartImportInput.parse({ projectId, sha256, ...options })));
};
const jsonl = rows.map(({ truth: _, ...row }) => `${JSON.stringify(row)}\n`).join("");

describe("import", () => {
  test("a dry run reports and writes nothing", async () => {
    const job = await importFile(jsonl, { dryRun: true });
    expect(job).toMatchObject({
      state: "done",
      result: { dryRun: true, report: { total: 60, created: 60, accepted: 60 } },
    });
    expect(
      await itemPage(server.store.read, {
        projectId,
        cursor: null,
        limit: 5,
        status: null,
        given: null,
        resolved: null,
        search: null,
      }),
    ).toEqual([]);
  });

  test("stores items; the same file again changes nothing; bad rows are named by line and field", async () => {
    expect((await importFile(jsonl)).result).toMatchObject({ report: { total: 60, accepted: 60, created: 60 } });
    expect((await importFile(jsonl)).result).toMatchObject({ report: { total: 60, accepted: 0, duplicates: 60 } });
    const mixed = [
      '{"id":"n-1","text":"Fine."}',
      '{"id":"n-2","text":"No label of ours.","label":"meh"}',
      "{oops",
      '{"id":"s-1","text":"Other text","label":"negative"}',
    ].join("\n");
    const { result } = await importFile(mixed, { dryRun: true });
    expect(result).toMatchObject({
      report: { total: 4, accepted: 1, rejected: 2, duplicates: 1, codes: { "label-unknown": 1, "json-syntax": 1 } },
      errors: [
        { line: 2, code: "label-unknown", field: "label" },
        { line: 3, code: "json-syntax" },
      ],
      differing: 1,
    });
  });

  test("predictions and answers of other people come as tables of their own", async () => {
    const predictions = [
      "id,model,out_of_sample,prob_negative,prob_positive",
      "s-0,outside,true,0.2,0.8",
      "s-1,outside,true,0.9,0.1",
      "s-2,outside,true,0.5,0.9",
      "nobody,outside,true,0.5,0.5",
    ].join("\n");
    expect((await importFile(predictions)).result).toMatchObject({
      report: { total: 4, accepted: 2, rejected: 2, codes: { "probs-sum": 1, "id-unknown": 1 } },
    });
    const answers = [
      "id,annotator,label,at",
      "s-3,rating 1,negative,2026-01-01T00:00:00Z",
      "s-3,rating 2,positive,2026-01-01T00:00:00Z",
    ].join("\n");
    expect((await importFile(answers, { mode: "blind" })).result).toMatchObject({
      report: { annotations: { total: 2, accepted: 2 } },
    });
    expect((await importFile(answers, { mode: "blind" })).result).toMatchObject({
      report: { annotations: { total: 2, duplicates: 2 } },
    });
  });
});

describe("baseline, scoring and queue", () => {
  test("a cross-validated baseline gives out-of-sample predictions for every item", async () => {
    const job = await server.run(
      await startTraining(server.as(owner), TrainBaselineInput.parse({ projectId, folds: 3 })),
    );
    expect(job).toMatchObject({ state: "done", result: { n: 60 } });
    const models = await listModels(server.as(owner), { projectId });
    const baseline = models.find((model) => model.kind === "baseline");
    expect(baseline?.runs.reduce((sum, run) => sum + run.count, 0)).toBe(60);
    expect(baseline?.runs.every((run) => run.outOfSample === "yes")).toBe(true);
    const scored = await server.run(await startScoring(server.as(owner), { projectId, modelId: baseline?.id ?? 0 }));
    expect(scored.state).toBe("done");
    const scoring = await readScoring(server.as(owner), { projectId });
    expect(scoring?.summary).toMatchObject({ n: 60, leftOut: { noGivenLabel: 0, noPrediction: 0 } });
    const { rows: first } = await listSuspects(server.as(owner), SuspectsInput.parse({ projectId, limit: 6 }));
    // the planted errors are those whose number ends in 0
    expect(first.filter((row) => row.externalId.endsWith("0")).length).toBeGreaterThanOrEqual(4);
  });

  test("two people label, one decides, a snapshot and an export hold what was answered", async () => {
    const input = CreateQueueInput.parse({
      projectId,
      name: "Suspects",
      strategy: "suspected-label-errors",
      limit: 10,
      mode: "blind",
      overlapMax: 2,
      randomShare: 0,
    });
    const { queueId, jobId } = await createQueue(server.as(owner), input);
    expect((await server.run({ jobId })).result).toMatchObject({ items: 10 });
    const given = new Map<string, string>();
    for (const [who, actor] of [ann, bob].entries()) {
      for (;;) {
        const claims = await claimItems(server.as(actor), { projectId, queueId, max: 32 });
        if (claims.length === 0) break;
        expect(JSON.stringify(claims)).not.toMatch(/s-\d|suspect|given/i);
        const answers = claims.map((claim, k) => {
          const truth = rows.find((row) => row.text === claim.text)?.truth ?? "";
          // the second person disagrees on the item that comes first
          const label =
            who === 1 && k === 0 && given.size === 10 ? (truth === "positive" ? "negative" : "positive") : truth;
          given.set(`${who}:${claim.itemId}`, label);
          return {
            clientKey: crypto.randomUUID(),
            claimId: claim.claimId,
            itemId: claim.itemId,
            kind: "label" as const,
            value: { label },
            certainty: "sure" as const,
            durationMs: 900,
            clientTime: 1_800_000_000_000,
            shown: null,
          };
        });
        const { results } = await submitAnnotations(server.as(actor), { projectId, queueId, answers });
        expect(results.map((one) => one.result)).toEqual(answers.map(() => "accepted"));
        const again = await submitAnnotations(server.as(actor), { projectId, queueId, answers });
        expect(again.results.map((one) => one.result)).toEqual(answers.map(() => "duplicate"));
      }
    }
    expect(given.size).toBe(20);
    await server.run(await startAgreement(server.as(owner), { projectId }));
    const { report, isStale } = await readAgreement(server.as(owner), { projectId });
    expect(isStale).toBe(false);
    const blind = report?.scopes.find((scope) => scope.kind === "blind");
    expect(blind?.summary).toMatchObject({ pairableItems: 10, votes: 20, annotators: 2, percent: { value: 0.9 } });

    const conflicts = await listConflicts(server.as(judge), { projectId, includeOwn: false, limit: 50 });
    // one from the queue, one imported
    expect(conflicts.open).toBe(2);
    const target = conflicts.rows[0]?.itemId ?? 0;
    const opened = await openConflict(server.as(judge), { projectId, itemId: target });
    expect(opened.evidence).toBeNull();
    const shown = await giveFirstAnswer(server.as(judge), { projectId, itemId: target, version: 0, label: "positive" });
    expect(shown.evidence?.answers.length).toBe(2);
    const decision = {
      projectId,
      itemId: target,
      expectedVersion: 0,
      decision: "label" as const,
      label: "positive",
      reason: "Clearly so.",
      rule: null,
      seen: shown.evidence?.answers.map((one) => one.annotationId) ?? [],
    };
    expect(await adjudicateItem(server.as(judge), decision)).toEqual({ version: 1 });
    await expect(adjudicateItem(server.as(judge), decision)).rejects.toMatchObject({ kind: "conflict" });

    const snapshot = await server.run(await startSnapshot(server.as(owner), { projectId, note: "first" }));
    expect(snapshot).toMatchObject({ state: "done", result: { number: 1, items: 60 } });
    const second = await server.run(await startSnapshot(server.as(owner), { projectId, note: "again" }));
    const [newest, oldest] = await listSnapshots(server.as(owner), { projectId });
    expect(second.state).toBe("done");
    expect(newest?.contentHash).toBe(oldest?.contentHash);
    const stored = await snapshotById(server.store.read, { projectId, snapshotId: oldest?.id ?? 0 });
    const lines = [];
    for await (const { raw } of readJsonl(createReadStream(server.data.snapshot(stored?.itemsHash ?? ""))))
      lines.push(JSON.parse(raw ?? "{}"));
    expect(lines.length).toBe(60);
    const answered = lines.flatMap((line) =>
      (line.annotations ?? []).filter((one: { channel?: string }) => one.channel === "desk"),
    );
    expect(answered.length).toBe(20);
    expect(lines.filter((line) => line.resolved.source === "adjudication").length).toBe(1);

    for (const format of ["jsonl", "csv"] as const) {
      const job = await server.run(
        await startExport(server.as(owner), ExportInput.parse({ projectId, snapshotId: stored?.id ?? 0, format })),
      );
      expect(job.error).toBeNull();
      const names = [];
      const { exportId, file } = job.result as { exportId: number; file: string };
      for await (const { name } of readArchive(server.data.exportFile(exportId, file))) names.push(name);
      expect(names).toEqual(
        format === "jsonl"
          ? ["items.jsonl", "manifest.json", "schema.json"]
          : ["annotations.csv", "items.csv", "manifest.json", "predictions.csv", "schema.json"],
      );
    }
  });
});
