import { type Estimate, isDefined } from "../statistics/estimate";
import { MINIMUM_ITEMS_FOR_INTERVAL } from "../statistics/with-interval";
import type { LabelAgreement } from "./per-label";

export type WarningCode = "no-overlap" | "few-items" | "prevalence" | "rare-label" | "unstable-interval";

export interface AgreementWarning {
  code: WarningCode;
  text: string;
}

export interface WarningFacts {
  pairableItems: number;
  alpha: Estimate;
  ac1: Estimate;
  percent: Estimate;
  labels: readonly LabelAgreement[];
  labelNames: readonly string[];
  /** Share of resamples in which alpha was undefined, 0..1. */
  undefinedShare: number;
}

/**
 * What stands in words beside the numbers.
 *
 * no-overlap: no item has two votes. few-items: below 50 pairable items, so no interval. prevalence: one label has more than
 * 80 % of the votes or |AC1 - alpha| > .2. rare-label: the rarest used label is expected on fewer than 10 pairable items.
 * unstable-interval: alpha was undefined in more than 5 % of the resamples, so no interval.
 *
 * Source: Feinstein & Cicchetti (1990), J. Clin. Epidemiol. 43, for the prevalence rule; coverage study in STATISTICS 5 for the others.
 */
export function agreementWarnings(facts: WarningFacts): AgreementWarning[] {
  const { pairableItems, undefinedShare } = facts;
  if (pairableItems === 0) return [{ code: "no-overlap", text: "No item has two or more votes yet." }];
  const warnings: AgreementWarning[] = [];
  if (pairableItems < MINIMUM_ITEMS_FOR_INTERVAL)
    warnings.push({
      code: "few-items",
      text: `Only ${pairableItems} items have two or more votes: an interval needs ${MINIMUM_ITEMS_FOR_INTERVAL}.`,
    });
  const used = facts.labels.filter((label) => label.votes > 0);
  const rarest = used.reduce((least, label) => (label.votes < least.votes ? label : least));
  const votes = used.reduce((sum, label) => sum + label.votes, 0);
  if (isPrevalent(facts, used, votes)) warnings.push({ code: "prevalence", text: prevalenceText(facts, used, rarest) });
  const expected = (pairableItems * rarest.votes) / votes;
  if (used.length > 1 && expected < 10) {
    const consequence = expected < 5 ? "too few to say anything about it" : "10 are needed to say much about it";
    warnings.push({
      code: "rare-label",
      text: `${nameOf(facts, rarest)} is expected on ${Number(expected.toPrecision(2))} of ${pairableItems} items: ${consequence}.`,
    });
  }
  if (pairableItems >= MINIMUM_ITEMS_FOR_INTERVAL && undefinedShare > 0.05)
    warnings.push({
      code: "unstable-interval",
      text: `No interval: in ${Math.round(100 * undefinedShare)} % of the resamples only one label occurs.`,
    });
  return warnings;
}

function isPrevalent({ alpha, ac1 }: WarningFacts, used: readonly LabelAgreement[], votes: number): boolean {
  if (used.some((label) => label.votes > 0.8 * votes)) return true;
  return isDefined(alpha) && isDefined(ac1) && Math.abs(ac1.value - alpha.value) > 0.2;
}

function prevalenceText(facts: WarningFacts, used: readonly LabelAgreement[], rarest: LabelAgreement): string {
  const { specificAgreement } = rarest;
  if (used.length === 1) return `All votes are for ${nameOf(facts, rarest)}: agreement beyond chance cannot be told.`;
  const overall = isDefined(facts.percent) ? `, overall ${Math.round(100 * facts.percent.value)} %` : "";
  const rare = isDefined(specificAgreement) ? specificAgreement.value.toFixed(2) : "undefined";
  return `Agreement on the rare label ${nameOf(facts, rarest)} is ${rare} (n = ${rarest.votes})${overall}.`;
}

function nameOf({ labelNames }: WarningFacts, { label }: LabelAgreement): string {
  return labelNames[label] ?? `label ${label + 1}`;
}
