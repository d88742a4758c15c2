import type { ClaimRow } from "@/db/queries/claims";
import { itemsByIds } from "@/db/queries/items";
import type { ProjectSettings } from "@/db/schema/projects";
import type { Queryable } from "@/db/store";
import { payloadOf } from "../media/item-payload";
import type { Suggestion } from "../prediction/suggest-label";

/** Above this confidence a calibrated-looking number is not shown, only the word. */
const LIKELY = 0.7;

/** What an annotator may know of a claimed item before the answer: nothing that would bias it. */
export async function describeClaims(
  db: Queryable,
  {
    project,
    claims,
    suggestions,
  }: {
    project: { id: number; settings: ProjectSettings };
    claims: ClaimRow[];
    suggestions: Map<number, Suggestion>;
  },
) {
  const rows = await itemsByIds(db, { projectId: project.id, itemIds: claims.map((claim) => claim.itemId) });
  const visible = new Set(project.settings.visibleMeta);
  return claims.flatMap((claim) => {
    const item = rows.find((row) => row.id === claim.itemId);
    if (!item || !claim.arm) return [];
    const assisted = claim.arm === "assisted";
    const found = assisted ? suggestions.get(item.id) : undefined;
    return [
      {
        claimId: claim.id,
        itemId: item.id,
        number: item.number,
        expiresAt: claim.expiresAt,
        arm: claim.arm,
        /** verify: the two labels beside each other, in this order; else null. */
        candidates: claim.candidates,
        ...payloadOf(item),
        meta: Object.entries(item.meta ?? {}).filter(([key]) => visible.has(key)),
        suggestion:
          assisted && claim.suggestion !== null
            ? { label: claim.suggestion, isLikely: (claim.suggestionConfidence ?? 0) >= LIKELY }
            : null,
        /** Most probable labels, best first, where a suggestion may be shown. */
        likely: found?.likely ?? [],
        /** The model, and the fold of it that never saw the item, which this browser may run. */
        run: assisted && claim.suggestion === null ? (found?.run ?? null) : null,
        whyNone: assisted && claim.suggestion === null && !found?.run ? (found?.whyNone ?? "no model") : null,
      },
    ];
  });
}
