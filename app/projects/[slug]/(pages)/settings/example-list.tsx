"use client";
import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { Button } from "@/app/_components/button";
import { formatNoun } from "@/app/_components/format";
import { ItemThumbnail } from "@/app/_components/item-thumbnail";
import { LabelSwatch, type ShownLabel } from "@/app/_components/label-swatch";
import { Notice } from "@/app/_components/notice";
import { WithheldExample } from "@/app/_components/withheld-example";
import { useTRPC } from "@/app/_trpc/client";
import type { Outputs } from "@/app/_trpc/types";
import { MAX_EXAMPLES } from "@/core/label-set/label-set";

interface ExampleListProps {
  projectId: number;
  slug: string;
  labels: readonly (ShownLabel & { retiredAt: number | null })[];
  examples: Outputs["project"]["examples"];
}

/** The examples of every label, each with what annotators read beside it. */
export function ExampleList({ projectId, slug, labels, examples }: ExampleListProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const remove = useMutation(trpc.project.removeExample.mutationOptions({ onSuccess: () => router.refresh() }));
  const shown = labels.flatMap((label) => {
    const own = examples.filter((one) => one.label === label.key);
    return own.length > 0 ? [{ label, own }] : [];
  });
  const without = labels.filter(
    ({ key, retiredAt }) => retiredAt === null && !shown.some((one) => one.label.key === key),
  );
  return (
    <div className="flex flex-col gap-4">
      <p className="text-text-2">
        To add one, open an item under{" "}
        <Link href={`/projects/${slug}/data`} className="link">
          Data
        </Link>{" "}
        and choose “Show as an example”. Annotators see up to {MAX_EXAMPLES} of each label beside the guidelines, in
        small and without the item's name. One is hidden from them while a queue asks about it or about an exact
        duplicate.
      </p>
      {remove.error && <Notice tone="bad">{remove.error.message}</Notice>}
      {shown.map(({ label, own }) => (
        <section key={label.key} aria-label={`Examples of ${label.name}`} className="flex flex-col gap-2">
          <h3 className="flex items-center justify-between gap-3 font-medium">
            <LabelSwatch label={label} />
            <span className="shrink-0 text-xs font-normal text-text-2 tabular-nums">
              {own.length} of {MAX_EXAMPLES}
            </span>
          </h3>
          <ul className="flex flex-col">
            {own.map((one) => (
              <li key={one.id} className="flex items-start gap-3 border-t border-line py-2">
                {one.hasImage && <ItemThumbnail itemId={one.itemId} hasImage text={null} className="size-12" />}
                <div className="flex min-w-0 flex-1 flex-col items-start gap-1">
                  <Link
                    href={`/projects/${slug}/data?item=${one.itemId}`}
                    prefetch={false}
                    className="max-w-full min-w-0 hover:text-accent"
                  >
                    {one.hasImage || !one.text ? (
                      <span className="block truncate">{one.externalId}</span>
                    ) : (
                      <ItemThumbnail
                        itemId={one.itemId}
                        hasImage={false}
                        isAudio={one.mediaType === "audio"}
                        text={one.text}
                      />
                    )}
                  </Link>
                  {one.note && (
                    <p dir="auto" className="max-w-full break-words text-text-2">
                      {one.note}
                    </p>
                  )}
                  <WithheldExample reason={one.withheld} isRetired={one.isRetired} />
                </div>
                <Button
                  variant="ghost"
                  isSmall
                  disabled={remove.isPending}
                  aria-label={`Remove ${one.externalId} as an example of ${label.name}`}
                  onClick={() => remove.mutate({ projectId, exampleId: one.id })}
                >
                  Remove
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {without.length > 0 && (
        <p className="text-xs text-text-2">
          {shown.length === 0
            ? "No label has an example yet."
            : `${formatNoun(without.length, "label")} without an example${without.length > 12 ? "" : `: ${without.map(({ name }) => name).join(", ")}`}.`}
        </p>
      )}
    </div>
  );
}
