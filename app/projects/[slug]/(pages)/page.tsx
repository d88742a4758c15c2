import { Button, LinkButton } from "@/app/_components/button";
import { Card, OutOf, Tile, TileRow } from "@/app/_components/card";
import {
  formatCount,
  formatNoun,
  formatShare,
  formatStatus,
  ITEM_STATUSES,
  MEDIA_NAMES,
} from "@/app/_components/format";
import { JobWatch } from "@/app/_components/job-progress";
import { PageHeader } from "@/app/_components/page-header";
import { ProgressBar } from "@/app/_components/progress-bar";
import { TakePartCard } from "@/app/_components/take-part";
import { When } from "@/app/_components/when";
import { takesOneLabel, trainsBaselines } from "@/core/prediction/model-use";
import { decides, manages, openProject } from "../open-project";
import { AgreementShort } from "./agreement-short";
import { nextStep } from "./next-step";
import { PageBody } from "./page-body";
import { QueueTable } from "./queues/queue-table";
import { StatusBar } from "./status-bar";

export const metadata = { title: "Overview" };

const JOB_NAMES: Record<string, string> = {
  import: "Import",
  train: "Training",
  score: "Scoring",
  "fill-queue": "Filling a queue",
  agreement: "Measuring agreement",
  snapshot: "Snapshot",
  export: "Export",
};

const TASK_WORDS = {
  "single-label": "One label of",
  ordinal: "A step of an ordered scale of",
  "multi-label": "Any number of labels of",
  spans: "Stretches of text, with labels of",
  boxes: "Boxes, with labels of",
} as const;

export default async function OverviewPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const { project, labels, counts, api } = await openProject(slug);
  const projectId = project.id;
  const mayManage = manages(project.role);
  const mayLabel = project.role !== "viewer";
  const [overview, jobs, agreement, models, computing] = await Promise.all([
    api.project.overview({ projectId }),
    api.project.jobs({ projectId }),
    api.agreement.read({ projectId }),
    api.model.list({ projectId }),
    mayLabel ? api.prediction.takingPart({ projectId }) : null,
  ]);
  const { resolutions, queues, score, outcome, snapshot, status } = overview;
  const base = `/projects/${slug}`;
  const isScorable = takesOneLabel(project.task);
  const running = jobs.filter((job) => job.state === "queued" || job.state === "running");
  const step = nextStep({
    items: project.items,
    models: models.length,
    isScored: score !== null,
    takesOneLabel: isScorable,
    trainsBaselines: trainsBaselines(project),
    suspected: score?.summary.issues ?? 0,
    queues,
    conflicts: resolutions.needsDecision,
    reviewed: resolutions.reviewed,
    snapshot,
    mayManage,
    mayDecide: decides(project.role),
    mayLabel,
  });
  const open = queues.filter((queue) => queue.state !== "closed");
  return (
    <PageBody>
      <PageHeader
        title={project.name}
        actions={
          mayManage &&
          project.items > 0 && (
            <>
              <LinkButton href={`${base}/data?import=1`}>Import</LinkButton>
              <LinkButton href={`${base}/snapshots`}>Export</LinkButton>
            </>
          )
        }
      >
        {TASK_WORDS[project.task]} {formatCount(labels.filter((label) => label.retiredAt === null).length)},{" "}
        {MEDIA_NAMES[project.media]} · {formatNoun(project.items, "item")}
        {snapshot && (
          <>
            {" "}
            · snapshot {snapshot.number} of <When at={snapshot.createdAt} />
          </>
        )}
      </PageHeader>
      {running.map((job) => (
        <JobWatch
          key={job.id}
          projectId={projectId}
          jobId={job.id}
          name={JOB_NAMES[job.kind] ?? job.kind}
          mayCancel={mayManage}
        />
      ))}
      {step && (
        <section
          className="card flex flex-wrap items-center justify-between gap-4 border-accent p-4"
          data-testid="next-step"
        >
          <div className="min-w-0 flex-1 basis-72">
            <h2>Next: {step.title}</h2>
            <p className="text-text-2">{step.why}</p>
          </div>
          {step.path === null ? (
            <Button disabled>{step.action}</Button>
          ) : (
            <LinkButton href={base + step.path} variant="primary">
              {step.action}
            </LinkButton>
          )}
        </section>
      )}
      {computing && <TakePartCard name="This project" running={computing.running} />}
      <TileRow>
        <Tile name="Items" value={formatCount(project.items)}>
          {project.items === 0 ? "none imported yet" : `${formatNoun(labels.length, "label")}`}
        </Tile>
        {isScorable && (
          <>
            <Tile name="Suspected labels" value={score ? formatCount(score.summary.issues) : "–"}>
              {score
                ? `${formatShare(score.summary.n === 0 ? 0 : score.summary.issues / score.summary.n)} of ${formatCount(score.summary.n)} scored; suspected, not proven`
                : "not scored yet"}
            </Tile>
            <Tile
              name="Suspected, reviewed"
              value={
                score && outcome ? (
                  <>
                    {formatCount(outcome.reviewed)} <OutOf>{formatCount(score.summary.issues)}</OutOf>
                  </>
                ) : (
                  "–"
                )
              }
            >
              {score && outcome && (
                <>
                  <span className="mb-1.5 block pt-0.5">
                    <ProgressBar
                      name="Suspected labels reviewed"
                      done={outcome.reviewed}
                      total={score.summary.issues}
                    />
                  </span>
                  {formatCount(outcome.changed)} of them changed
                </>
              )}
            </Tile>
          </>
        )}
        <Tile
          name="Corrected"
          value={
            <>
              {formatCount(resolutions.corrected)} <OutOf>{formatCount(resolutions.reviewed)} answered</OutOf>
            </>
          }
        >
          {formatNoun(resolutions.decided, "conflict")} settled, {formatCount(resolutions.needsDecision)} open
        </Tile>
      </TileRow>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Card
          title="Queues"
          aside={
            mayManage &&
            project.items > 0 && (
              <LinkButton href={`${base}/queues/new`} variant="ghost" isSmall>
                New queue
              </LinkButton>
            )
          }
        >
          {open.length > 0 ? (
            <QueueTable slug={slug} queues={open} />
          ) : (
            <p className="text-text-2">
              No queue is open.{" "}
              {project.items === 0 ? "Import items first." : "Make one, and people can start to label."}
            </p>
          )}
        </Card>
        <div className="flex min-w-0 flex-col gap-4">
          <Card title="People">
            <AgreementShort report={agreement.report} isStale={agreement.isStale} href={`${base}/agreement`} />
          </Card>
          {project.items > 0 && (
            <Card title="Where the items stand">
              <StatusBar
                total={project.items}
                base={`${base}/data`}
                rows={ITEM_STATUSES.map((one) => ({
                  status: one,
                  name: formatStatus(one),
                  n: status.find((row) => row.status === one)?.n ?? 0,
                }))}
              />
            </Card>
          )}
          {counts.working > 0 && (
            <p className="text-text-2">{formatNoun(counts.working, "person", "people")} labeling now.</p>
          )}
        </div>
      </div>
    </PageBody>
  );
}
