import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { RowData } from "@/core/item/row-data";
import type { MediaType, Task } from "@/core/label-set/label-set";
import { dialect } from "./columns";
import { insertItems, setItemStatus, upsertResolutions } from "./queries/items";
import { insertLabels } from "./queries/labels";
import { addMember, insertLabelSetVersion, insertProject, type Role } from "./queries/projects";
import { insertQueue, insertQueueItems } from "./queries/queues";
import { insertUser } from "./queries/users";
import { openStore, type Store, type StoreOptions, type Transaction } from "./store";

async function admin(statement: string) {
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export interface TestStore {
  store: Store;
  url: string;
  remove(): Promise<void>;
}

/** A fresh, migrated store of the process's dialect: a file, or a database of its own. */
export async function makeTestStore(options: StoreOptions = {}): Promise<TestStore> {
  if (dialect === "sqlite") {
    const folder = mkdtempSync(join(tmpdir(), "concord-test-"));
    const url = join(folder, "concord.db");
    const store = await openStore(url, options);
    return {
      store,
      url,
      remove: async () => {
        await store.close();
        rmSync(folder, { recursive: true });
      },
    };
  }
  const name = `concord_test_${randomUUID().replaceAll("-", "")}`;
  await admin(`CREATE DATABASE ${name}`);
  const url = new URL(process.env.DATABASE_URL ?? "");
  url.pathname = `/${name}`;
  const store = await openStore(url.href, options);
  return {
    store,
    url: url.href,
    remove: async () => {
      await store.close();
      await admin(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

let counter = 0;

/** A project with labels, people and items of its own. */
export async function makeProject(
  store: Store,
  {
    labels = ["cat", "dog", "owl"],
    items = 10,
    roles = ["owner"],
    now = 1_700_000_000_000,
    task = "single-label",
    media,
    content = (k) => ({ text: `text ${k}` }),
  }: {
    labels?: string[];
    items?: number;
    roles?: Role[];
    now?: number;
    task?: Task;
    /** What is judged; images where the first item has one, else texts. */
    media?: MediaType;
    /** What the k-th item shows. */
    content?: (k: number) => {
      text?: string;
      mediaHash?: string;
      imageWidth?: number;
      imageHeight?: number;
      audioHash?: string;
      data?: RowData;
    };
  } = {},
) {
  const mediaType = media ?? (content(0).mediaHash ? "image" : "text");
  const mark = `${Date.now().toString(36)}${counter++}`;
  return store.transaction(async (tx) => {
    const projectId = await insertProject(tx, {
      slug: `p-${mark}`,
      name: `Project ${mark}`,
      description: "",
      task,
      media: mediaType,
      settings: { minAnswers: 2, visibleMeta: [], externalsCount: false, source: null, annotatorNote: null },
      createdAt: now,
    });
    await insertLabelSetVersion(tx, { projectId, number: 1, createdAt: now });
    await insertLabels(
      tx,
      labels.map((key, position) => ({
        projectId,
        key,
        name: key,
        color: position % 10,
        shortcut: position < 9 ? `${position + 1}` : null,
        position,
      })),
    );
    const people: { userId: number; role: Role; email: string }[] = [];
    for (const [k, role] of roles.entries()) {
      const email = `${role}${k}-${mark}@example.org`;
      const user = await insertUser(tx, { email, name: `${role} ${k}`, passwordHash: null, isAdmin: false, now });
      await addMember(tx, { projectId, userId: user.id, role, createdAt: now });
      people.push({ userId: user.id, role, email });
    }
    const itemIds: number[] = [];
    for (let start = 0; start < items; start += 100) {
      const made = await insertItems(
        tx,
        Array.from({ length: Math.min(100, items - start) }, (_, k) => ({
          projectId,
          externalId: `item-${start + k}`,
          number: start + k + 1,
          mediaType,
          ...content(start + k),
          given: task === "single-label" || task === "ordinal" ? (labels[(start + k) % labels.length] ?? null) : null,
          contentHash: `hash-${start + k}`,
          importId: 0,
        })),
      );
      itemIds.push(...made.map((row) => row.id));
    }
    return { projectId, slug: `p-${mark}`, people, itemIds };
  });
}

/** Settles items as people who agreed would have. */
export async function settleItems(
  tx: Transaction,
  { projectId, labels }: { projectId: number; labels: readonly (readonly [itemId: number, label: string])[] },
) {
  await upsertResolutions(
    tx,
    labels.map(([itemId, label]) => ({
      itemId,
      projectId,
      label,
      status: "agreed" as const,
      source: "consensus" as const,
      method: "majority",
      votes: [],
      posterior: [],
      entropy: 0,
      inConflict: false,
      needsDecision: false,
    })),
  );
  await setItemStatus(tx, { itemIds: labels.map(([itemId]) => itemId), status: "agreed" });
}

/** An open queue over the items, in the order given. */
export async function makeQueue(
  store: Store,
  {
    projectId,
    itemIds,
    overlapMin = 2,
    overlapMax = 3,
    leaseMs = 300_000,
    mode = "blind",
    question = "label",
    layout = "desk",
    enterAccepts = false,
    modelId = null,
  }: {
    projectId: number;
    itemIds: number[];
    overlapMin?: number;
    overlapMax?: number;
    leaseMs?: number;
    mode?: "blind" | "mixed" | "assisted";
    question?: "label" | "verify";
    layout?: "desk" | "grid";
    enterAccepts?: boolean;
    /** Runs in the annotator's browser. */
    modelId?: number | null;
  },
) {
  return store.transaction(async (tx) => {
    const queueId = await insertQueue(tx, {
      projectId,
      name: "Queue",
      title: "Batch 1",
      strategy: "random",
      filter: {},
      overlapMin,
      overlapMax,
      mode,
      enterAccepts,
      modelId,
      suggestFrom: modelId === null ? "stored" : "browser",
      blindShare: 0.5,
      blindItemsShare: 0.15,
      question,
      layout,
      seed: 1,
      leaseMs,
      state: "open",
      total: itemIds.length,
      createdAt: 0,
    });
    for (let start = 0; start < itemIds.length; start += 500)
      await insertQueueItems(
        tx,
        itemIds.slice(start, start + 500).map((itemId, k) => ({
          queueId,
          itemId,
          rank: start + k + 1,
          reason: "random",
          slots: overlapMin,
          state: "open" as const,
        })),
      );
    return queueId;
  });
}
