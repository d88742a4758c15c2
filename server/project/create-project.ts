import { z } from "zod";
import { parseLabelName } from "@/core/label-set/label-name";
import { labelKey, MediaType, PALETTE_SIZE, Task } from "@/core/label-set/label-set";
import { parentProblems } from "@/core/label-set/label-tree";
import { assignShortcuts, SHORTCUT_KEYS } from "@/core/label-set/shortcuts";
import { insertLabels } from "@/db/queries/labels";
import { addMember, insertGuidelines, insertLabelSetVersion, insertProject, slugExists } from "@/db/queries/projects";
import { writeAudit } from "../audit";
import { forbidden, invalid } from "../errors";
import type { OperationContext } from "../operation";

export const ProjectName = z
  .string()
  .transform((raw) => raw.normalize("NFC").trim())
  .pipe(
    z
      .string()
      .min(1, "A name is needed.")
      .max(100)
      .regex(/^[^\p{Cc}\p{Cf}]*$/u, "The name contains control characters."),
  );

export const NewLabel = z.strictObject({
  name: z.string().max(400),
  shortcut: z.enum(SHORTCUT_KEYS).nullable().default(null),
  description: z.string().max(2000).nullable().default(null),
  /** Name of the label above it. */
  parent: z.string().max(400).nullable().default(null),
});

/** What a task needs to point into. */
const MEDIA_OF_TASK = { spans: "text", boxes: "image" } as const;

export const CreateProjectInput = z
  .strictObject({
    name: ProjectName,
    description: z.string().max(2000).default(""),
    task: Task.default("single-label"),
    media: MediaType,
    labels: z.array(NewLabel).min(2, "A project needs at least two labels.").max(1000),
    guidelines: z.string().max(100_000).default(""),
    source: z.string().max(2000).nullable().default(null),
    externalsCount: z.boolean().default(false),
    annotatorNote: z.string().max(2000).nullable().default(null),
  })
  .superRefine(({ task, media }, context) => {
    const needed = task === "spans" || task === "boxes" ? MEDIA_OF_TASK[task] : media;
    if (needed !== media)
      context.addIssue({ code: "custom", path: ["media"], message: `The task "${task}" needs items of ${needed}.` });
  });
export type CreateProjectInput = z.input<typeof CreateProjectInput>;

const slugOf = (name: string) =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60) || "project";

/** Label rows with keys, shortcuts and colours; refuses names that are not valid or not unique. */
export function labelRows(
  projectId: number,
  wanted: z.output<typeof NewLabel>[],
  taken: Set<string> = new Set(),
  from = 0,
) {
  const names = new Set<string>();
  const shortcuts = assignShortcuts(wanted).map((label) => label.shortcut);
  const rows = wanted.map((label, k) => {
    const parsed = parseLabelName(label.name);
    if (!parsed.ok) throw invalid(`Label ${k + 1}: ${parsed.message}`, `labels.${k}.name`);
    if (names.has(parsed.name)) throw invalid(`The label "${parsed.name}" is there twice.`, `labels.${k}.name`);
    names.add(parsed.name);
    const key = labelKey(parsed.name, taken);
    taken.add(key);
    return {
      projectId,
      key,
      name: parsed.name,
      color: (from + k) % PALETTE_SIZE,
      shortcut: shortcuts[k] ?? null,
      description: label.description,
      position: from + k,
    };
  });
  const keyOf = new Map(rows.map((row) => [row.name, row.key]));
  const placed = rows.map((row, k) => {
    const parent = wanted[k]?.parent ?? null;
    return { ...row, parent: parent === null ? null : (keyOf.get(parent.normalize("NFC").trim()) ?? parent) };
  });
  const [problem] = parentProblems(placed);
  if (problem) throw invalid(problem, "labels");
  return placed;
}

/** Makes a project with its labels and guidelines; administrators only, who become its owner. */
export async function createProject({ store, actor, now }: OperationContext, raw: CreateProjectInput) {
  const input = CreateProjectInput.parse(raw);
  if (!actor.isAdmin) throw forbidden();
  return store.transaction(async (tx) => {
    const base = slugOf(input.name);
    let slug = base;
    for (let n = 2; await slugExists(tx, slug); n++) slug = `${base}-${n}`;
    const projectId = await insertProject(tx, {
      slug,
      name: input.name,
      description: input.description,
      task: input.task,
      media: input.media,
      settings: {
        minAnswers: 2,
        visibleMeta: [],
        externalsCount: input.externalsCount,
        source: input.source,
        annotatorNote: input.annotatorNote,
      },
      createdAt: now,
    });
    await addMember(tx, { projectId, userId: actor.userId, role: "owner", createdAt: now });
    await insertLabelSetVersion(tx, { projectId, number: 1, createdBy: actor.userId, createdAt: now });
    await insertLabels(tx, labelRows(projectId, input.labels));
    await insertGuidelines(tx, {
      projectId,
      number: 1,
      text: input.guidelines,
      createdBy: actor.userId,
      createdAt: now,
    });
    await writeAudit(tx, { actor, now }, { projectId, action: "project.create", subject: slug });
    return { projectId, slug };
  });
}
