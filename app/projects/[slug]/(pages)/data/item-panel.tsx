import { X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { StatusChip } from "@/app/_components/chip";
import { formatNumber, formatOutOfSample, formatShare } from "@/app/_components/format";
import { LabelOf, type ShownLabel } from "@/app/_components/label-swatch";
import { When } from "@/app/_components/when";
import type { Outputs } from "@/app/_trpc/types";
import { answerValue, labelsNamed } from "@/core/annotation/answer-text";
import { ItemContent } from "./item-content";
import { ShowAsExample } from "./show-as-example";

type Detail = Outputs["data"]["item"];

interface ItemPanelProps {
  detail: Detail;
  projectId: number;
  labels: readonly (ShownLabel & { retiredAt: number | null })[];
  /** Null for whoever may not choose them. */
  examples: Outputs["project"]["examples"] | null;
  closeHref: string;
  mayAdjudicate: boolean;
  slug: string;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </section>
  );
}

const KINDS = { label: "", skip: "skipped", flag: "flagged", undo: "took an answer back" };
const SOURCES = { adjudication: "decided by a person", consensus: "consensus of the answers", given: "given label" };

/** Everything about one item, beside the table. */
export function ItemPanel({ detail, projectId, labels, examples, closeHref, mayAdjudicate, slug }: ItemPanelProps) {
  const { item, resolution, predictions, events } = detail;
  const answer = resolution?.label ?? item.given;
  const meta = Object.entries(item.meta ?? {});
  return (
    <aside
      aria-label={`Item ${item.externalId}`}
      className="card flex max-h-[calc(100dvh-40px)] flex-col gap-4 overflow-y-auto p-4"
    >
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="break-all">{item.externalId}</h2>
          <p className="text-xs text-text-2 tabular-nums">item {item.number}</p>
        </div>
        <div className="flex items-center gap-1">
          <StatusChip status={item.status} />
          <Link href={closeHref} scroll={false} aria-label="Close the item" className="btn ghost small">
            <X size={16} aria-hidden="true" />
          </Link>
        </div>
      </div>
      <ItemContent item={item} />
      <dl className="grid grid-cols-[112px_1fr] gap-x-3 gap-y-1.5">
        <dt className="text-text-2">Given label</dt>
        <dd>
          <LabelOf labels={labels} labelKey={item.given} />
        </dd>
        <dt className="text-text-2">Resolved label</dt>
        <dd>
          {resolution?.source ? (
            <>
              <LabelOf labels={labels} labelKey={resolution.label} isStrong none="none" />
              <span className="block text-xs text-text-2">{SOURCES[resolution.source]}</span>
            </>
          ) : (
            <span className="text-text-2">
              {resolution?.needsDecision ? "waits for a decision" : "nobody answered yet"}
            </span>
          )}
        </dd>
        {item.split && (
          <>
            <dt className="text-text-2">Split</dt>
            <dd>{item.split}</dd>
          </>
        )}
        {item.groupKey && (
          <>
            <dt className="text-text-2">Group</dt>
            <dd className="break-all">{item.groupKey}</dd>
          </>
        )}
        {item.excludedReason && (
          <>
            <dt className="text-text-2">Excluded because</dt>
            <dd>{item.excludedReason}</dd>
          </>
        )}
      </dl>
      {examples && (
        <Part title="Example of a label">
          <ShowAsExample
            key={item.id}
            projectId={projectId}
            itemId={item.id}
            labels={labels}
            own={answer === null ? null : (labelsNamed(answerValue(answer))[0] ?? null)}
            examples={examples}
          />
        </Part>
      )}
      {resolution && resolution.posterior.length > 0 && (
        <Part title="Consensus">
          <ul className="flex flex-col gap-1">
            {resolution.posterior.map(([key, p]) => (
              <li key={key} className="flex justify-between gap-3 tabular-nums">
                <LabelOf labels={labels} labelKey={key} />
                <span className="text-text-2">posterior {formatNumber(p)}</span>
              </li>
            ))}
          </ul>
          {resolution.needsDecision && mayAdjudicate && (
            <Link href={`/projects/${slug}/adjudicate?item=${item.id}`} className="link">
              Settle this conflict
            </Link>
          )}
        </Part>
      )}
      {predictions.length > 0 && (
        <Part title="Predictions">
          <ul className="flex flex-col gap-1.5">
            {predictions.map((one, k) => (
              <li key={k}>
                <span className="flex justify-between gap-3 tabular-nums">
                  <LabelOf labels={labels} labelKey={one.label} none="a class of its own" />
                  <span>{formatShare(one.confidence)}</span>
                </span>
                <span className="text-xs text-text-2">
                  {one.model}, {formatOutOfSample(one.outOfSample)}
                </span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {events.length > 0 && (
        <Part title="History">
          <ol className="flex flex-col gap-1.5">
            {events.map((event) => (
              <li key={event.id}>
                <span className="flex flex-wrap justify-between gap-x-3">
                  {event.kind === "label" ? (
                    <LabelOf labels={labels} labelKey={event.answer} />
                  ) : (
                    <span>{KINDS[event.kind]}</span>
                  )}
                  <span className="text-xs text-text-2">
                    <When at={event.receivedAt} />
                  </span>
                </span>
                <span className="block truncate text-xs text-text-2">
                  {event.annotator}, {event.channel}, {event.mode}
                </span>
              </li>
            ))}
          </ol>
        </Part>
      )}
      {meta.length > 0 && (
        <Part title="Metadata">
          <dl className="grid grid-cols-[112px_1fr] gap-x-3 gap-y-1">
            {meta.map(([key, value]) => (
              <div key={key} className="contents">
                <dt className="truncate text-text-2">{key}</dt>
                <dd className="break-words">{String(value)}</dd>
              </div>
            ))}
          </dl>
        </Part>
      )}
    </aside>
  );
}
