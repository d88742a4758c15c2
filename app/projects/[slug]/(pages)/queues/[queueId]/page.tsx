import { notFound } from "next/navigation";
import { LinkButton } from "@/app/_components/button";
import { Card, OutOf, Tile, TileRow } from "@/app/_components/card";
import { formatCount, formatOverlap, formatShare, formatStrategy } from "@/app/_components/format";
import { JobWatch } from "@/app/_components/job-progress";
import { Notice } from "@/app/_components/notice";
import { EmptyState, PageHeader } from "@/app/_components/page-header";
import { ProgressBar } from "@/app/_components/progress-bar";
import { loadOr404 } from "@/app/_trpc/server";
import { manages, openProject } from "../../../open-project";
import { PageBody } from "../../page-body";
import { QueueState } from "../queue-table";
import { QueueActions } from "./queue-actions";
import { QueueItems } from "./queue-items";

export const metadata = { title: "Queue" };

interface PageProps {
  params: Promise<{ slug: string; queueId: string }>;
  searchParams: Promise<{ state?: string; after?: string }>;
}

const STATES = ["open", "done", "attention"] as const;
const MODES = { blind: "blind", mixed: "blind and assisted by lot", assisted: "assisted" };

export default async function QueuePage({ params, searchParams }: PageProps) {
  const { slug, queueId } = await params;
  const search = await searchParams;
  if (!/^[1-9]\d{0,14}$/.test(queueId)) notFound();
  const { project, labels, api } = await openProject(slug, `/queues/${queueId}`);
  const state = STATES.find((one) => one === search.state) ?? null;
  const cursor = /^\d{1,12}$/.test(search.after ?? "") ? Number(search.after) : 0;
  const { queue, rows, nextCursor } = await loadOr404(
    api.queue.read({ projectId: project.id, queueId: Number(queueId), state, cursor }),
  );
  const mayManage = manages(project.role);
  const job =
    queue.state === "filling"
      ? (await api.project.jobs({ projectId: project.id })).find((one) => one.kind === "fill-queue")
      : undefined;
  return (
    <PageBody>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {queue.name} <QueueState state={queue.state} />
          </span>
        }
        actions={
          <>
            {mayManage && <QueueActions projectId={project.id} queueId={queue.id} state={queue.state} />}
            {queue.state === "open" && project.role !== "viewer" && (
              <LinkButton href={`/projects/${slug}/label/${queue.id}`} variant="primary">
                Label
              </LinkButton>
            )}
          </>
        }
      >
        Annotators see it as “{queue.title}” · {formatStrategy(queue.strategy)} · {MODES[queue.mode]}
      </PageHeader>
      {job && <JobWatch projectId={project.id} jobId={job.id} name="Filling the queue" mayCancel={mayManage} />}
      <TileRow>
        <Tile
          name="Done"
          value={
            <>
              {formatCount(queue.done)} <OutOf>{formatCount(queue.total)}</OutOf>
            </>
          }
        >
          <span className="block pt-1">
            <ProgressBar name="Done" done={queue.done} total={queue.total} />
          </span>
        </Tile>
        <Tile name="Answers" value={formatCount(queue.judgements)}>
          {formatOverlap(queue)} people per item
        </Tile>
        <Tile name="In conflict" value={formatCount(queue.inConflict)}>
          {queue.done === 0 ? "none done yet" : `${formatShare(queue.inConflict / queue.done)} of the done items`}
        </Tile>
        <Tile name="Blind for everybody" value={formatShare(queue.blindItemsShare, 0)}>
          of the items, so that agreement can be measured
        </Tile>
      </TileRow>
      {queue.state !== "filling" && queue.total === 0 ? (
        <EmptyState title="No item fits">
          The order and the filter left nothing. Close this queue and make one with a wider filter.
        </EmptyState>
      ) : (
        <Card title="Items and why they are here">
          <QueueItems
            base={`/projects/${slug}/queues/${queue.id}`}
            slug={slug}
            labels={labels}
            rows={rows}
            state={state}
            nextCursor={nextCursor}
            isFirstPage={cursor === 0}
          />
        </Card>
      )}
      {queue.state === "paused" && (
        <Notice tone="warn">Paused: nobody gets items from it. Answers that were given stay.</Notice>
      )}
    </PageBody>
  );
}
