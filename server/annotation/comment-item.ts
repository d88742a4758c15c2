import { z } from "zod";
import { commentsOf, insertComment } from "@/db/queries/adjudications";
import { annotatorOfUser } from "@/db/queries/annotators";
import { mayAnnotatorSee } from "@/db/queries/claims";
import { itemById } from "@/db/queries/items";
import type { Queryable } from "@/db/store";
import { writeAudit } from "../audit";
import { notFound } from "../errors";
import { Id, type OperationContext } from "../operation";
import { authorize, mayDo } from "../permission";
import { PageOwner, requireOwner } from "../queue/queue-access";

export const CommentsInput = z.strictObject({ projectId: Id, itemId: Id, userId: PageOwner });
export const CommentInput = CommentsInput.extend({ text: z.string().trim().min(1).max(4000) });

async function requireVisible(
  db: Queryable,
  { actor }: Pick<OperationContext, "actor">,
  { projectId, itemId, userId }: z.infer<typeof CommentsInput>,
) {
  requireOwner(actor, userId);
  const project = await authorize(db, { actor, projectId, operation: "annotation.own" });
  if (!(await itemById(db, { projectId, itemId }))) throw notFound("item");
  if (mayDo(project.role, "item.read")) return;
  const own = await annotatorOfUser(db, { projectId, userId: actor.userId });
  if (!own || !(await mayAnnotatorSee(db, { itemId, annotatorId: own.id }))) throw notFound("item");
}

/** A remark on an item, for whoever decides in the end. */
export async function commentItem(
  { store, actor, now }: OperationContext,
  { text, ...where }: z.infer<typeof CommentInput>,
) {
  const { projectId, itemId } = where;
  await store.transaction(async (tx) => {
    await requireVisible(tx, { actor }, where);
    await insertComment(tx, { projectId, itemId, userId: actor.userId, text, createdAt: now });
    await writeAudit(tx, { actor, now }, { projectId, action: "comment.write", subject: `item ${itemId}` });
  });
}

/** One's own remarks on an item; those of others would show what they think. */
export async function listOwnComments({ store, actor }: OperationContext, input: z.infer<typeof CommentsInput>) {
  await requireVisible(store.read, { actor }, input);
  return commentsOf(store.read, { ...input, userId: actor.userId });
}
