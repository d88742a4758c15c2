import type { AgreementSummary } from "./agreement-summary";

export interface AgreementScope {
  kind: "random-sample" | "blind" | "queue" | "assisted" | "imported";
  name: string;
  queueId: number | null;
  /** Ids of the annotators, in the order of the summary's indices. */
  annotators: { id: number; name: string; kind: string }[];
  summary: AgreementSummary;
}

export interface AgreementReport {
  labels: { key: string; name: string; color: number }[];
  /** Index into `scopes` of the number that stands above all; null before there are votes. */
  headline: number | null;
  scopes: AgreementScope[];
}
