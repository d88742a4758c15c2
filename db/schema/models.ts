import { sql } from "drizzle-orm";
import { column } from "../columns";
import { items } from "./items";
import { projects } from "./projects";

export type TrainedOnColumn = { snapshot: number } | { splits: string[] } | { foldMap: true } | "nothing" | "unknown";

export interface ModelFile {
  fold: number | null;
  sha256: string;
  bytes: number;
}

export interface ParityColumn {
  items: number;
  sameTopLabel: number;
  largestDifference: number;
  /** Providers of the browsers whose predictions were compared. */
  providers: string[];
  runtimeVersions: string[];
  referenceVersion: string;
  checkedAt: number;
}

export const models = column.table(
  "models",
  {
    id: column.id(),
    projectId: column
      .int("project_id")
      .notNull()
      .references(() => projects.id),
    name: column.str("name").notNull(),
    version: column.int("version").notNull(),
    kind: column.str("kind").$type<"imported" | "onnx" | "baseline">().notNull(),
    card: column.json<Record<string, unknown>>("card"),
    /** One file without a fold, or one per fold. */
    files: column.json<ModelFile[]>("files").notNull(),
    trainedOn: column.json<TrainedOnColumn>("trained_on").notNull(),
    /** Cross-validated accuracy and the like, as stated or measured: {value, low, high, n, method}. */
    accuracy: column.json<Record<string, unknown>>("accuracy"),
    /** What the last comparison with the reference runtime on the server found. */
    parity: column.json<ParityColumn>("parity"),
    /** filling: its items are still being listed, and nobody sees it. */
    stage: column.str("stage").$type<"filling" | "candidate" | "production" | "archived">().notNull(),
    createdAt: column.at("created_at").notNull(),
  },
  (t) => [column.uniqueIndex("models_version").on(t.projectId, t.name, t.version)],
);

/** Fold map: the fold of a cross-validated model that never saw the item. */
export const modelFolds = column.table(
  "model_folds",
  {
    modelId: column
      .int("model_id")
      .notNull()
      .references(() => models.id),
    itemId: column
      .int("item_id")
      .notNull()
      .references(() => items.id),
    /** The fold that held the item out; -1 for an item of the snapshot that the model was trained on. */
    fold: column.int("fold").notNull(),
  },
  (t) => [column.primaryKey({ name: "model_folds_pk", columns: [t.modelId, t.itemId] })],
);

export const predictionRuns = column.table(
  "prediction_runs",
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
    /** The name a file gave the run; empty where a model has only one. */
    name: column.str("name").notNull().default(""),
    source: column.str("source").$type<"imported" | "server" | "browser">().notNull(),
    fold: column.int("fold"),
    outOfSample: column.str("out_of_sample").$type<"yes" | "no" | "unknown">().notNull(),
    /** Label keys in the order of every vector of the run. */
    classes: column.json<string[]>("classes").notNull(),
    provider: column.str("provider"),
    runtimeVersion: column.str("runtime_version"),
    prepVersion: column.str("prep_version"),
    count: column.int("count").notNull().default(0),
    /** Mean time of the model per item, where it was measured. */
    msPerItem: column.real("ms_per_item"),
    /** The browser run over the project that made it; null where it came another way. */
    inferenceRunId: column.int("inference_run_id"),
    createdAt: column.at("created_at").notNull(),
  },
  (t) => [column.index("prediction_runs_project").on(t.projectId, t.modelId)],
);

export const predictions = column.table(
  "predictions",
  {
    runId: column
      .int("run_id")
      .notNull()
      .references(() => predictionRuns.id),
    itemId: column
      .int("item_id")
      .notNull()
      .references(() => items.id),
    /** float32, little-endian, in the order of the run's classes. */
    probs: column.bytes("probs").notNull(),
    topLabel: column.str("top_label").notNull(),
    confidence: column.real("confidence").notNull(),
    margin: column.real("margin").notNull(),
    entropy: column.real("entropy").notNull(),
  },
  (t) => [
    column.primaryKey({ name: "predictions_pk", columns: [t.runId, t.itemId] }),
    column.index("predictions_item").on(t.itemId),
    column.check(
      "predictions_range",
      sql`confidence >= 0 and confidence <= 1 and margin >= 0 and margin <= 1 and entropy >= 0 and entropy < 100`,
    ),
  ],
);
