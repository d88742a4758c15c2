import type { AgreementReport } from "@/core/agreement/agreement-report";
import { column } from "../columns";
import { type ItemStatus, items } from "./items";

/** Derived: what the item's label is now, and why. A row exists once the item has an answer or a decision. */
export const resolutions = column.table(
  "resolutions",
  {
    itemId: column
      .int("item_id")
      .primaryKey()
      .references(() => items.id),
    projectId: column.int("project_id").notNull(),
    label: column.str("label"),
    status: column.str("status").$type<ItemStatus>().notNull(),
    source: column.str("source").$type<"adjudication" | "consensus" | "given">(),
    method: column.str("method").notNull(),
    /** [label key, count], in the order of the label set. */
    votes: column.json<[string, number][]>("votes").notNull(),
    posterior: column.json<[string, number][]>("posterior").notNull(),
    /** Entropy of the posterior in nats; the adjudication list is ordered by it. */
    entropy: column.real("entropy").notNull(),
    inConflict: column.bool("in_conflict").notNull(),
    /** The answers differ and neither a majority nor a person has settled it. */
    needsDecision: column.bool("needs_decision").notNull(),
  },
  (t) => [
    column.index("resolutions_conflict").on(t.projectId, t.needsDecision, t.entropy),
    column.index("resolutions_project").on(t.projectId, t.status),
  ],
);

/** Agreement as last computed, with the event number it was computed at: stale when the project has moved on. */
export const agreements = column.table("agreements", {
  projectId: column.int("project_id").primaryKey(),
  eventSeq: column.int("event_seq").notNull(),
  result: column.json<AgreementReport>("result").notNull(),
  createdAt: column.at("created_at").notNull(),
});
