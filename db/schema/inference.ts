import { sql } from "drizzle-orm";
import { column } from "../columns";
import { items } from "./items";
import { models } from "./models";
import { projects } from "./projects";
import { users } from "./users";

/** One pass of a model over the items of its project, computed by the browsers of members who take part. */
export const inferenceRuns = column.table(
  "inference_runs",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    modelId: column
      .int("model_id")
      .notNull()
      .references(() => models.id),
    state: column.str("state").$type<"filling" | "running" | "paused" | "done" | "cancelled">().notNull(),
    /** missing: only items without a prediction of the model. */
    scope: column.str("scope").$type<"all" | "missing">().notNull(),
    /** Share of each shard's items that a second browser computes again. */
    checkShare: column.real("check_share").notNull(),
    /** Largest difference of a probability that still counts as equal; null: only the top label must agree. */
    tolerance: column.real("tolerance"),
    /** Never leaves the server: who computes must not know which items are checked. */
    seed: column.int("seed").notNull(),
    total: column.int("total").notNull().default(0),
    shards: column.int("shards").notNull().default(0),
    /** Items whose shard was computed and checked. */
    done: column.int("done").notNull().default(0),
    /** Items that were computed a second time and agreed. */
    checked: column.int("checked").notNull().default(0),
    /** Items that no browser could read. */
    unreadable: column.int("unreadable").notNull().default(0),
    /** Shards that were refused, each time counted. */
    refused: column.int("refused").notNull().default(0),
    /** Largest difference among those that agreed. */
    largestDifference: column.real("largest_difference").notNull().default(0),
    createdBy: column
      .int("created_by")
      .notNull()
      .references(() => users.id),
    createdAt: column.at("created_at").notNull(),
    finishedAt: column.at("finished_at"),
  },
  (t) => [column.index("inference_runs_project").on(t.projectId, t.modelId)],
);

/** A browser that takes part: the same person in another browser is another one. */
export const inferenceBrowsers = column.table(
  "inference_browsers",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    userId: column
      .int("user_id")
      .notNull()
      .references(() => users.id),
    /** Random, made and kept by the browser. */
    key: column.str("key").notNull(),
    /** What the browser calls itself, for people. */
    name: column.str("name").notNull(),
    seenAt: column.at("seen_at").notNull(),
  },
  (t) => [column.uniqueIndex("inference_browsers_key").on(t.projectId, t.userId, t.key)],
);

/** Some tens of items for one model file; its results wait here until a second browser has checked them. */
export const inferenceShards = column.table(
  "inference_shards",
  {
    id: column.id(),
    runId: column
      .int("run_id")
      .notNull()
      .references(() => inferenceRuns.id),
    number: column.int("number").notNull(),
    fold: column.int("fold"),
    sha256: column.str("sha256").notNull(),
    itemIds: column.json<number[]>("item_ids").notNull(),
    state: column.str("state").$type<"open" | "computing" | "computed" | "checking" | "done">().notNull(),
    /** Items that are computed again; drawn only after the results are there. */
    sample: column.json<number[]>("sample"),
    unreadable: column.json<number[]>("unreadable"),
    /** float32, little-endian, one row per readable item. */
    probs: column.bytes("probs"),
    vectors: column.bytes("vectors"),
  },
  (t) => [
    column.uniqueIndex("inference_shards_number").on(t.runId, t.number),
    column.index("inference_shards_state").on(t.runId, t.state, t.number),
  ],
);

/** Who had a shard, and what came of it; kept as the record. */
export const inferenceLeases = column.table(
  "inference_leases",
  {
    id: column.id(),
    runId: column
      .int("run_id")
      .notNull()
      .references(() => inferenceRuns.id),
    shardId: column
      .int("shard_id")
      .notNull()
      .references(() => inferenceShards.id),
    browserId: column
      .int("browser_id")
      .notNull()
      .references(() => inferenceBrowsers.id),
    userId: column
      .int("user_id")
      .notNull()
      .references(() => users.id),
    kind: column.str("kind").$type<"compute" | "check">().notNull(),
    state: column.str("state").$type<"active" | "submitted" | "refused" | "expired" | "released">().notNull(),
    /** Of a check: who computed what is checked, seen from the checker. */
    checks: column.str("checks").$type<"other-person" | "other-browser" | "same-browser">(),
    claimedAt: column.at("claimed_at").notNull(),
    expiresAt: column.at("expires_at").notNull(),
    provider: column.str("provider").$type<"wasm" | "webgpu">(),
    runtimeVersion: column.str("runtime_version"),
    /** Mean time of the model per item. */
    msPerItem: column.real("ms_per_item"),
    items: column.int("items").notNull(),
    largestDifference: column.real("largest_difference"),
    /** Why it was refused. */
    reason: column.str("reason"),
  },
  (t) => [
    column.uniqueIndex("inference_leases_active").on(t.shardId).where(sql`state = 'active'`),
    column.index("inference_leases_expiry").on(t.runId, t.expiresAt).where(sql`state = 'active'`),
    column.index("inference_leases_shard").on(t.shardId, t.kind),
    column.index("inference_leases_user").on(t.userId).where(sql`state = 'active'`),
  ],
);

/** What a model's embedding output said of an item: float32, little-endian. */
export const embeddings = column.table(
  "embeddings",
  {
    modelId: column
      .int("model_id")
      .notNull()
      .references(() => models.id),
    itemId: column
      .int("item_id")
      .notNull()
      .references(() => items.id),
    vector: column.bytes("vector").notNull(),
  },
  (t) => [column.primaryKey({ name: "embeddings_pk", columns: [t.modelId, t.itemId] })],
);
