import Link from "next/link";
import { LinkButton } from "@/app/_components/button";
import { Card } from "@/app/_components/card";
import { formatCount, formatShare } from "@/app/_components/format";
import { ItemThumbnail } from "@/app/_components/item-thumbnail";
import { labelName, type ShownLabel } from "@/app/_components/label-swatch";
import type { Outputs } from "@/app/_trpc/types";
import { type SuspectQuery, suspectHref } from "./suspect-query";

type Suspect = Outputs["model"]["suspects"]["rows"][number];

interface SuspectGridProps {
  base: string;
  slug: string;
  query: SuspectQuery;
  labels: readonly ShownLabel[];
  rows: readonly Suspect[];
  nextCursor: number | null;
}

/** What became of the given label so far. */
const OUTCOMES: Record<Suspect["status"], string> = {
  untouched: "",
  "in-review": "in review",
  agreed: "kept",
  corrected: "now",
  disputed: "disputed",
  undecidable: "undecidable",
  excluded: "excluded",
};

function Figure({ row, slug, labels }: { row: Suspect; slug: string; labels: readonly ShownLabel[] }) {
  const hasImage = row.mediaHash !== null;
  return (
    <li className="min-w-0">
      <Link
        href={`/projects/${slug}/data?item=${row.itemId}`}
        prefetch={false}
        className={`flex h-full flex-col gap-1.5 rounded-md hover:text-accent ${hasImage ? "" : "border border-line p-3"}`}
      >
        <ItemThumbnail
          itemId={row.itemId}
          hasImage={hasImage}
          isAudio={row.mediaType === "audio"}
          text={row.text}
          className={hasImage ? "aspect-square w-full" : "!line-clamp-3 min-h-15"}
        />
        <span className="mt-auto flex flex-col text-xs">
          <span className="truncate">
            <span className="text-text-2">given</span> {labelName(labels, row.given)}
          </span>
          <span className="flex gap-1">
            <span className="text-text-2">model</span>
            <b className="truncate font-semibold">{labelName(labels, row.predicted)}</b>
            <span className="text-text-2 tabular-nums">{formatShare(row.confidence, 0)}</span>
          </span>
          <span className="truncate text-text-2 tabular-nums">
            rank {formatCount(row.rank)}
            {OUTCOMES[row.status] && ` · ${OUTCOMES[row.status]}`}
            {row.status === "corrected" && row.resolved && ` ${labelName(labels, row.resolved)}`}
          </span>
        </span>
      </Link>
    </li>
  );
}

/** The least plausible given labels first; a cell or pair chosen above narrows it. */
export function SuspectGrid({ base, slug, query, labels, rows, nextCursor }: SuspectGridProps) {
  const { given, predicted, issuesOnly } = query;
  const isPair = given !== null || predicted !== null;
  const isText = rows[0]?.mediaHash === null;
  const title = isPair
    ? `${given ? `Given ${labelName(labels, given)}` : "Any given label"}, ${predicted ? `predicted ${labelName(labels, predicted)}` : "any prediction"}`
    : "Most suspicious first";
  return (
    <div id="suspects" className="scroll-mt-4">
      <Card
        title={title}
        aside={
          <nav aria-label="Which items" className="flex flex-wrap gap-2">
            {isPair ? (
              <Link href={suspectHref(base, {})} scroll={false} prefetch={false} className="link">
                All pairs
              </Link>
            ) : (
              [true, false].map((one) => (
                <Link
                  key={String(one)}
                  href={suspectHref(base, { issuesOnly: one })}
                  scroll={false}
                  prefetch={false}
                  aria-current={one === issuesOnly || undefined}
                  className="chip hover:text-text aria-[current]:border-accent aria-[current]:text-accent"
                >
                  {one ? "suspected" : "all scored items"}
                </Link>
              ))
            )}
          </nav>
        }
      >
        {rows.length === 0 ? (
          <p className="text-text-2">No scored item is in this cell. Choose another, or go back to all pairs.</p>
        ) : (
          <ul
            className={`grid gap-3 ${isText ? "sm:grid-cols-2 xl:grid-cols-3" : "grid-cols-2 sm:grid-cols-4 lg:grid-cols-6 xl:grid-cols-8"}`}
          >
            {rows.map((row) => (
              <Figure key={row.itemId} row={row} slug={slug} labels={labels} />
            ))}
          </ul>
        )}
        {(nextCursor !== null || query.after > 0) && (
          <div className="flex gap-2">
            {query.after > 0 && <LinkButton href={suspectHref(base, { ...query, after: 0 })}>First page</LinkButton>}
            {nextCursor !== null && (
              <LinkButton href={suspectHref(base, { ...query, after: nextCursor })}>Next 48</LinkButton>
            )}
          </div>
        )}
      </Card>
    </div>
  );
}
