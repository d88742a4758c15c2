import { z } from "zod";
import { LabelKey } from "@/core/label-set/label-set";
import { DESK_COMMANDS, ORDINARY_KEYS, OWN_KEYS } from "@/core/label-set/own-keys";
import { setPreferences, userPreferences } from "@/db/queries/users";
import type { Queryable } from "@/db/store";
import { writeAudit } from "../audit";
import { Id, type OperationContext } from "../operation";
import { authorize } from "../permission";
import { PageOwner, requireOwner } from "../queue/queue-access";

const OwnKey = z.string().refine((key) => OWN_KEYS.includes(key), "That key cannot be chosen.");
const OwnKeys = z.strictObject({
  singleKeys: z.boolean(),
  commands: z.partialRecord(z.enum(DESK_COMMANDS), OwnKey),
  labels: z
    .record(LabelKey, OwnKey)
    .refine((keys) => Object.keys(keys).length <= OWN_KEYS.length, "There are not so many keys."),
});

/** Projects whose label keys are remembered, the newest first. */
const MOST_PROJECTS = 50;
/** Label keys belong to a project, all else to the person. */
const Preferences = z.strictObject({
  singleKeys: z.boolean(),
  commands: OwnKeys.shape.commands,
  labels: z.array(z.strictObject({ projectId: Id, keys: OwnKeys.shape.labels })).max(MOST_PROJECTS),
});
const ordinary: z.infer<typeof Preferences> = { ...ORDINARY_KEYS, labels: [] };

async function preferencesOf(db: Queryable, { userId }: { userId: number }) {
  const stored = await userPreferences(db, { userId });
  const parsed = Preferences.safeParse(stored);
  // choices of another version are dropped rather than in the way of the work
  return parsed.success ? parsed.data : ordinary;
}

/** A person's own keys in a project. */
export async function ownKeysOf(db: Queryable, { userId, projectId }: { userId: number; projectId: number }) {
  const { labels, ...rest } = await preferencesOf(db, { userId });
  return { ...rest, labels: labels.find((one) => one.projectId === projectId)?.keys ?? {} };
}

export const UpdatePreferencesInput = z.strictObject({ projectId: Id, userId: PageOwner, keys: OwnKeys });

/** Keeps the person's own keys; those of other projects stay. */
export async function updatePreferences(
  { store, actor, now }: OperationContext,
  { projectId, userId, keys }: z.infer<typeof UpdatePreferencesInput>,
) {
  requireOwner(actor, userId);
  return store.transaction(async (tx) => {
    await authorize(tx, { actor, projectId, operation: "queue.label" });
    const before = await preferencesOf(tx, actor);
    const others = before.labels.filter((one) => one.projectId !== projectId);
    const { labels, ...rest } = keys;
    const own = Object.keys(labels).length === 0 ? [] : [{ projectId, keys: labels }];
    const preferences = { ...rest, labels: [...own, ...others].slice(0, MOST_PROJECTS) };
    await setPreferences(tx, { userId: actor.userId, preferences });
    await writeAudit(tx, { actor, now }, { projectId, action: "preferences.update", subject: "own keys" });
    return ownKeysOf(tx, { userId: actor.userId, projectId });
  });
}
