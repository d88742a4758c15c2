import { LinkButton } from "@/app/_components/button";
import { Card, OutOf, Tile, TileRow } from "@/app/_components/card";
import { ConfusionTable } from "@/app/_components/confusion-table";
import { AxisEnds, EstimateBar } from "@/app/_components/estimate-plot";
import { formatCount, formatInterval, formatNoun, formatPoints, formatShare } from "@/app/_components/format";
import { JobWatch } from "@/app/_components/job-progress";
import { Notice } from "@/app/_components/notice";
import { EmptyState, PageHeader } from "@/app/_components/page-header";
import { ProgressBar } from "@/app/_components/progress-bar";
import { When } from "@/app/_components/when";
import { takesOneLabel, trainsBaselines } from "@/core/prediction/model-use";
import { manages, openProject } from "../../open-project";
import { PageBody } from "../page-body";
import { PairTable } from "./pair-table";
import { ScoreAction } from "./score-action";
import { SuspectGrid } from "./suspect-grid";
import { readSuspectQuery, suspectHref } from "./suspect-query";

export const metadata = { title: "Errors" };

interface PageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ErrorsPage({ params, searchParams }: PageProps) {
  const { slug } = await params;
  const query = readSuspectQuery(await searchParams);
  const { project, labels, api } = await openProject(slug, "/errors");
  const projectId = project.id;
  const mayManage = manages(project.role);
  const base = `/projects/${slug}/errors`;
  const { given, predicted, issuesOnly, after } = query;
  const [scoring, models, jobs, suspects] = await Promise.all([
    api.model.scoring({ projectId }),
    api.model.list({ projectId }),
    api.project.jobs({ projectId }),
    api.model.suspects({ projectId, given, predicted, issuesOnly, cursor: after, limit: 48 }),
  ]);
  const running = jobs.find((job) => job.kind === "score" && (job.state === "queued" || job.state === "running"));
  const scorable = models
    .filter((model) => model.runs.some((run) => run.source !== "browser" && run.outOfSample !== "no" && run.count > 0))
    .map(({ id, name, version }) => ({ id, name: `${name} ${version}` }));
  const watch = running && <JobWatch projectId={projectId} jobId={running.id} name="Scoring" mayCancel={mayManage} />;
  const queueHref = `/projects/${slug}/queues/new?strategy=suspected-label-errors`;

  if (!takesOneLabel(project.task))
    return (
      <PageBody>
        <PageHeader title="Where the model and the given labels part" />
        <EmptyState
          title="Nothing to score here"
          action={mayManage && <LinkButton href={`/projects/${slug}/queues/new`}>New queue</LinkButton>}
        >
          Suspected errors come from predictions of one label per item, and the answers here are of another kind; a
          random audit tells how many are wrong.
        </EmptyState>
      </PageBody>
    );
  if (!scoring)
    return (
      <PageBody>
        <PageHeader title="Where the model and the given labels part" />
        {watch}
        {!running && (
          <EmptyState
            title="Not scored yet"
            action={
              mayManage &&
              (scorable.length > 0 ? (
                <ScoreAction projectId={projectId} models={scorable} isFirst />
              ) : (
                <LinkButton href={`/projects/${slug}/models`} variant="primary">
                  Go to models
                </LinkButton>
              ))
            }
          >
            {scorable.length > 0
              ? "Scoring compares each given label with the predictions of a model that did not train on the item, and puts the least plausible labels first."
              : trainsBaselines(project)
                ? "Scoring needs predictions of a model that did not train on the items. Import them with the data, or let Concord train a baseline with cross-validation."
                : "Scoring needs predictions of a model that did not train on the items. Import them with the data, or let browsers run your own model."}
          </EmptyState>
        )}
      </PageBody>
    );

  const { summary, outcome, pairs } = scoring;
  const shown = summary.classes.map((key) => labels.find((label) => label.key === key) ?? { key, name: key, color: 0 });
  const leftOut = [
    [summary.leftOut.noGivenLabel, "without a given label"],
    [summary.leftOut.noPrediction, "without a prediction"],
    [summary.leftOut.excluded, "excluded"],
  ]
    .filter(([n]) => Number(n) > 0)
    .map(([n, why]) => `${formatCount(Number(n))} ${why}`)
    .join(", ");
  return (
    <PageBody>
      <PageHeader
        title="Where the model and the given labels part"
        actions={
          mayManage && (
            <>
              <ScoreAction projectId={projectId} models={scorable} />
              <LinkButton href={queueHref} variant="primary">
                Make a queue
              </LinkButton>
            </>
          )
        }
      >
        {scoring.model ?? "a model"}
        {scoring.folds > 1 && `, out-of-sample in ${scoring.folds} folds`} · {formatNoun(summary.n, "item")} scored{" "}
        <When at={scoring.createdAt} />
        {leftOut && ` · left out: ${leftOut}`}
      </PageHeader>
      {watch}
      {summary.warnings.map((warning) => (
        <Notice key={warning} tone="warn">
          {warning.charAt(0).toUpperCase() + warning.slice(1)}.
        </Notice>
      ))}
      <TileRow>
        <Tile name="Suspected labels" value={formatCount(summary.issues)}>
          {formatShare(summary.n === 0 ? 0 : summary.issues / summary.n)} of {formatCount(summary.n)}; suspected, not
          proven: people decide
        </Tile>
        <Tile
          name="Suspected, reviewed"
          value={
            <>
              {formatCount(outcome.reviewed)} <OutOf>{formatCount(summary.issues)}</OutOf>
            </>
          }
        >
          <span className="mb-1.5 block pt-0.5">
            <ProgressBar name="Suspected labels reviewed" done={outcome.reviewed} total={summary.issues} />
          </span>
          {outcome.reviewed === 0
            ? "nobody has looked yet"
            : `${formatCount(outcome.changed)} of ${formatCount(outcome.reviewed)} were changed`}
        </Tile>
        <Tile
          name="Differs from the given label"
          value={formatShare(summary.n === 0 ? 0 : summary.differs / summary.n)}
        >
          {formatCount(summary.differs)} items: errors of the model and of the labels together
        </Tile>
        <Tile name="Model equals the given label" value={summary.accuracy ? formatShare(summary.accuracy.value) : "–"}>
          {summary.accuracy && (
            <>
              <EstimateBar estimate={{ ...summary.accuracy, method: "Wilson" }} from={0} to={1} />
              <AxisEnds
                from="0 %"
                to="100 %"
                name={`${formatInterval(summary.accuracy, formatPoints)}, n ${formatCount(summary.accuracy.n)}`}
              />
            </>
          )}
        </Tile>
      </TileRow>
      <div className="grid items-start gap-4 xl:grid-cols-[auto_minmax(0,1fr)]">
        <Card title="Given label (row), prediction (column), % of row">
          {shown.length <= 40 ? (
            <ConfusionTable
              labels={shown}
              counts={summary.confusion}
              hrefOf={(row, column) => suspectHref(base, { given: row, predicted: column })}
            />
          ) : (
            <p className="text-text-2">The table has {shown.length} labels a side; the pairs are listed instead.</p>
          )}
        </Card>
        <Card title="Pairs">
          <PairTable slug={slug} labels={shown} pairs={pairs} mayManage={mayManage} />
        </Card>
      </div>
      <SuspectGrid
        base={base}
        slug={slug}
        query={query}
        labels={shown}
        rows={suspects.rows}
        nextCursor={suspects.nextCursor}
      />
    </PageBody>
  );
}
