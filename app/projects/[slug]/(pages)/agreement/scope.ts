import type { Outputs } from "@/app/_trpc/types";

export type AgreementReport = NonNullable<Outputs["agreement"]["read"]["report"]>;
export type AgreementScope = AgreementReport["scopes"][number];
export type MarkScope = NonNullable<AgreementReport["marks"]>[number];

/** What a scope's number stands for, in words. */
export const SCOPE_MEANS: Record<AgreementScope["kind"], string> = {
  "random-sample": "the data set as a whole",
  blind: "the items chosen for labeling, not the whole",
  queue: "hard on purpose, so expected to be lower",
  assisted: "a suggestion draws people together",
  imported: "as the files state them",
};
