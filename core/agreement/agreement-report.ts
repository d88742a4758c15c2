import type { AgreementSummary } from "./agreement-summary";
import type { MarkSummary } from "./mark-summary";

interface ScopeOf<S> {
  kind: "random-sample" | "blind" | "queue" | "assisted" | "imported";
  name: string;
  queueId: number | null;
  /** Ids of the annotators, in the order of the summary's indices. */
  annotators: { id: number; name: string; kind: string }[];
  summary: S;
}
/** Answers of one label. */
export type AgreementScope = ScopeOf<AgreementSummary>;
/** Answers of several labels, spans or boxes. */
export type MarkScope = ScopeOf<MarkSummary>;

export interface AgreementReport {
  labels: { key: string; name: string; color: number }[];
  /** Index of the scope whose number stands above all; null before there are votes. */
  headline: number | null;
  scopes: AgreementScope[];
  /** In place of `scopes` where an answer holds several marks. */
  marks?: MarkScope[];
}
