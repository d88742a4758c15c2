import { z } from "zod";
import { parseLabelName } from "../label-set/label-name";
import { type Label, LabelKey, LabelSet, labelKey, MediaType, PALETTE_SIZE, Task } from "../label-set/label-set";
import { assignShortcuts } from "../label-set/shortcuts";
import { DatasetFileError } from "./dataset-problem";
import { PROBABILITY_SCALES } from "./dataset-record";

/** Facts of one prediction run that stand once for all of its predictions. */
export const SchemaRun = z.looseObject({
  model: z.string().min(1).max(128),
  run: z.string().optional(),
  sha256: z.string().optional(),
  source: z.string(),
  fold: z.int().min(0).optional(),
  outOfSample: z.enum(["yes", "no", "unknown"]),
  provider: z.string().optional(),
  runtimeVersion: z.string().optional(),
  prepVersion: z.string().optional(),
  scale: z.enum(PROBABILITY_SCALES),
});
export type SchemaRun = z.infer<typeof SchemaRun>;

const FileLabel = z.object({
  key: LabelKey.optional(),
  name: z.string(),
  shortcut: z.string().nullable().optional(),
  hotkey: z.string().nullable().optional(),
  color: z.unknown().optional(),
  description: z.string().max(4000).nullable().optional(),
  parent: LabelKey.nullable().optional(),
  retired: z.boolean().optional(),
});

const SchemaJson = z.object({
  format: z.int(),
  project: z.string(),
  media: MediaType,
  task: Task,
  labels: z.array(FileLabel).optional(),
  classes: z.array(FileLabel).optional(),
  version: z.int().positive().optional(),
  guidelines: z.string().optional(),
  guidelineVersion: z.int().positive().optional(),
  runs: z.array(SchemaRun).optional(),
});

/** The contents of `schema.json`. */
export type SchemaFile = {
  project: string;
  labelSet: LabelSet;
  version: number | null;
  guidelines: string | null;
  guidelineVersion: number | null;
  runs: SchemaRun[];
};

const FORMAT = 1;

/** Reads `schema.json`; `classes` and `hotkey` of other writers count as `labels` and `shortcut`. */
export function parseSchemaFile(text: string): SchemaFile {
  const json = parseJson(text);
  if (
    typeof json === "object" &&
    json !== null &&
    "format" in json &&
    typeof json.format === "number" &&
    json.format > FORMAT
  ) {
    throw new DatasetFileError(
      "format-unknown",
      `schema.json has format ${json.format}; a newer version of Concord is needed.`,
    );
  }
  const parsed = SchemaJson.safeParse(json);
  if (!parsed.success) throw invalid(parsed.error);
  const { project, media, task, labels, classes, version, guidelines, guidelineVersion, runs } = parsed.data;
  const labelSet = LabelSet.safeParse({ task, media, labels: labelsOf(labels ?? classes ?? []) });
  if (!labelSet.success) throw invalid(labelSet.error);
  return {
    project,
    labelSet: labelSet.data,
    version: version ?? null,
    guidelines: guidelines ?? null,
    guidelineVersion: guidelineVersion ?? null,
    runs: runs ?? [],
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw new DatasetFileError("format-unknown", "schema.json is not valid JSON.");
  }
}

function invalid(error: z.ZodError): DatasetFileError {
  const issue = error.issues[0];
  return new DatasetFileError(
    "format-unknown",
    `schema.json, ${issue?.path.join(".") || "top level"}: ${issue?.message ?? "invalid"}`,
  );
}

/** Stored labels from those of a file: missing keys made from names, missing shortcuts and colours assigned in order. */
function labelsOf(given: readonly z.infer<typeof FileLabel>[]): Label[] {
  const taken = new Set(given.flatMap(({ key }) => (key === undefined ? [] : [key])));
  const labels = given.map((label, position): Label => {
    const name = parseLabelName(label.name);
    if (!name.ok) throw new DatasetFileError("format-unknown", `schema.json, labels.${position}.name: ${name.message}`);
    const key = label.key ?? labelKey(name.name, taken);
    taken.add(key);
    const color = typeof label.color === "number" && Number.isInteger(label.color) ? label.color : position;
    return {
      key,
      name: name.name,
      shortcut: label.shortcut ?? label.hotkey ?? null,
      color: ((color % PALETTE_SIZE) + PALETTE_SIZE) % PALETTE_SIZE,
      description: label.description || null,
      position,
      parent: label.parent ?? null,
      retired: label.retired ?? false,
    };
  });
  return assignShortcuts(labels);
}

/** The JSON value of `schema.json`: keys in a fixed order, defaults left out. */
export function schemaJson({ project, labelSet, version, guidelines, guidelineVersion, runs }: SchemaFile): object {
  return {
    format: FORMAT,
    project,
    media: labelSet.media,
    task: labelSet.task,
    labels: labelSet.labels.map(({ key, name, shortcut, color, description, parent, retired }, position) => ({
      key,
      name,
      ...(shortcut === null ? {} : { shortcut }),
      ...(color === position % PALETTE_SIZE ? {} : { color }),
      ...(description === null ? {} : { description }),
      ...(parent === null ? {} : { parent }),
      ...(retired ? { retired } : {}),
    })),
    ...(version === null ? {} : { version }),
    ...(guidelines === null ? {} : { guidelines }),
    ...(guidelineVersion === null ? {} : { guidelineVersion }),
    ...(runs.length === 0 ? {} : { runs }),
  };
}

/** `schema.json` as it is written; equal contents give equal bytes. */
export function writeSchemaFile(schema: SchemaFile): string {
  return `${JSON.stringify(schemaJson(schema), null, 1)}\n`;
}
