import { z } from "zod";
import type { Inputs } from "@/app/_trpc/types";

type Stated<T> = { [K in keyof T]-?: Exclude<T[K], undefined> };
type ImportInput = Stated<Inputs["data"]["import"]>;

/** What a person states about a file; the rest the file says itself. */
export type ImportOptions = Pick<
  ImportInput,
  "onExisting" | "idRule" | "modelName" | "outOfSample" | "mode" | "annotatorKind" | "scale"
>;

export const DEFAULT_IMPORT_OPTIONS: ImportOptions = {
  onExisting: "skip",
  idRule: "column",
  modelName: null,
  outOfSample: null,
  mode: null,
  annotatorKind: "external",
  scale: "probability",
};

const Tally = z.object({ total: z.number(), accepted: z.number(), rejected: z.number(), duplicates: z.number() });
const Report = Tally.extend({
  created: z.number(),
  updated: z.number(),
  annotations: Tally,
  predictions: Tally,
  normalised: z.record(z.string(), z.number()),
  codes: z.record(z.string(), z.number()),
  warnings: z.array(z.string()),
});

/** The result of an import job, as the page shows it. */
export const ImportResult = z.object({
  dryRun: z.boolean(),
  report: Report,
  errors: z.array(z.object({ line: z.number(), code: z.string(), field: z.string(), message: z.string() })),
  preview: z.array(
    z.object({
      id: z.string().nullable(),
      text: z.string().nullable(),
      image: z.string().nullable(),
      label: z.string().nullable(),
    }),
  ),
  differing: z.number(),
});
export type ImportResult = z.infer<typeof ImportResult>;
