import { z } from "zod";
import { LabelKey } from "@/core/label-set/label-set";
import { parentProblems } from "@/core/label-set/label-tree";
import { SHORTCUT_KEYS, shortcutProblems } from "@/core/label-set/shortcuts";
import { insertLabels, updateLabel } from "@/db/queries/labels";
import {
  insertGuidelines,
  insertLabelSetVersion,
  lockEvents,
  newestGuidelines,
  newestLabelSetVersion,
  projectById,
  projectLabels,
  updateProject,
} from "@/db/queries/projects";
import { writeAudit } from "../audit";
import { conflict, invalid } from "../errors";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";
import { labelRows, ProjectName } from "./create-project";

export const UpdateLabelSetInput = z.strictObject({
  projectId: Id,
  expectedVersion: z.int().min(0),
  labels: z
    .array(
      z.strictObject({
        /** Absent for a new label. */
        key: LabelKey.nullable(),
        name: z.string().max(400),
        shortcut: z.enum(SHORTCUT_KEYS).nullable(),
        color: z.int().min(0).max(9),
        description: z.string().max(2000).nullable(),
        /** Key of the label above it. */
        parent: LabelKey.nullable(),
        retired: z.boolean(),
      }),
    )
    .min(2)
    .max(1000),
});

/** Renames, places, retires and adds labels under a new version; keys stay, and no label ever disappears. */
export async function updateLabelSet(
  { store, actor, now }: OperationContext,
  input: z.infer<typeof UpdateLabelSetInput>,
) {
  const { projectId, labels } = input;
  return store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "project.configure" });
    await lockEvents(tx, { projectId });
    const version = await newestLabelSetVersion(tx, { projectId });
    if (version !== input.expectedVersion)
      throw conflict(`Somebody changed the labels meanwhile (version ${version}). Load them again.`);
    const existing = await projectLabels(tx, { projectId });
    const kept = new Map(labels.flatMap((label) => (label.key === null ? [] : [[label.key, label] as const])));
    const missing = existing.find((label) => !kept.has(label.key));
    if (missing) throw invalid(`The label "${missing.name}" has no entry: labels are retired, never deleted.`);
    const unknown = [...kept.keys()].find((key) => !existing.some((label) => label.key === key));
    if (unknown) throw invalid(`There is no label with the key "${unknown}".`);
    if (labels.filter((label) => !label.retired).length < 2) throw invalid("At least two labels must stay open.");
    const [problem] = shortcutProblems(labels);
    if (problem) throw invalid(problem);
    // a new label has no key yet, so nothing can stand under it
    const [misplaced] = parentProblems(labels.map((label) => ({ ...label, key: label.key ?? "" })));
    if (misplaced) throw invalid(misplaced, "labels");
    // names are checked over old and new together
    labelRows(
      projectId,
      labels.map(({ name }) => ({ name, shortcut: null, description: null, parent: null })),
    );
    for (const label of existing) {
      const wanted = kept.get(label.key);
      if (!wanted) continue;
      await updateLabel(tx, {
        projectId,
        key: label.key,
        name: wanted.name.normalize("NFC").trim(),
        color: wanted.color,
        shortcut: wanted.retired ? null : wanted.shortcut,
        description: wanted.description,
        parent: wanted.parent,
        retiredAt: wanted.retired ? (label.retiredAt ?? now) : null,
      });
    }
    const added = labels.filter((label) => label.key === null);
    const taken = new Set(existing.map((label) => label.key));
    if (added.length > 0) {
      const rows = labelRows(
        projectId,
        added.map((label) => ({ ...label, parent: null })),
        taken,
        existing.length,
      );
      await insertLabels(
        tx,
        rows.map((row, k) => ({
          ...row,
          shortcut: added[k]?.shortcut ?? null,
          parent: added[k]?.parent ?? null,
        })),
      );
    }
    await insertLabelSetVersion(tx, { projectId, number: version + 1, createdBy: actor.userId, createdAt: now });
    await writeAudit(tx, { actor, now }, { projectId, action: "label-set.update", subject: `version ${version + 1}` });
    return { version: version + 1 };
  });
}

export const UpdateGuidelinesInput = z.strictObject({
  projectId: Id,
  expectedVersion: z.int().min(0),
  text: z.string().max(100_000),
});

/** A new version of the guidelines; claims name the version that was shown. */
export async function updateGuidelines(
  { store, actor, now }: OperationContext,
  input: z.infer<typeof UpdateGuidelinesInput>,
) {
  const { projectId, expectedVersion, text } = input;
  return store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "project.configure" });
    await lockEvents(tx, { projectId });
    const newest = await newestGuidelines(tx, { projectId });
    const version = newest?.number ?? 0;
    if (version !== expectedVersion)
      throw conflict(`Somebody changed the guidelines meanwhile (version ${version}). Load them again.`);
    if (newest?.text === text) return { version };
    await insertGuidelines(tx, { projectId, number: version + 1, text, createdBy: actor.userId, createdAt: now });
    await writeAudit(tx, { actor, now }, { projectId, action: "guidelines.update", subject: `version ${version + 1}` });
    return { version: version + 1 };
  });
}

export const UpdateSettingsInput = z.strictObject({
  projectId: Id,
  name: ProjectName,
  description: z.string().max(2000),
  minAnswers: z.int().min(1).max(10),
  visibleMeta: z.array(z.string().min(1).max(64)).max(64),
  externalsCount: z.boolean(),
});

export async function updateSettings(
  { store, actor, now }: OperationContext,
  input: z.infer<typeof UpdateSettingsInput>,
) {
  const { projectId, name, description, ...choices } = input;
  await store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "project.configure" });
    const project = await projectById(tx, projectId);
    if (!project) return;
    await updateProject(tx, { projectId, name, description, settings: { ...project.settings, ...choices } });
    await writeAudit(
      tx,
      { actor, now },
      { projectId, action: "settings.update", subject: project.slug, data: choices },
    );
  });
}
