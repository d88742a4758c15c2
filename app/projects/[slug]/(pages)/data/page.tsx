import { LinkButton } from "@/app/_components/button";
import { Card } from "@/app/_components/card";
import { formatCount, formatNoun, MEDIA_NAMES } from "@/app/_components/format";
import { JobWatch } from "@/app/_components/job-progress";
import { EmptyState, PageHeader } from "@/app/_components/page-header";
import { manages, openProject } from "../../open-project";
import { PageBody } from "../page-body";
import { ImportPanel } from "./import-panel";
import { ItemFilters } from "./item-filters";
import { ItemPanel } from "./item-panel";
import { itemQueryHref, readItemQuery } from "./item-query";
import { ItemTable } from "./item-table";

export const metadata = { title: "Data" };

interface PageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function DataPage({ params, searchParams }: PageProps) {
  const { slug } = await params;
  const query = readItemQuery(await searchParams);
  const { project, labels, api } = await openProject(slug, "/data");
  const { id: projectId } = project;
  const mayImport = manages(project.role);
  const { status, given, resolved, search, after } = query;
  const [page, counts, jobs, detail, examples] = await Promise.all([
    api.data.items({ projectId, status, given, resolved, search, cursor: after }),
    api.data.counts({ projectId }),
    api.project.jobs({ projectId }),
    query.item === null ? null : api.data.item({ projectId, itemId: query.item }).catch(() => null),
    query.item !== null && manages(project.role) ? api.project.examples({ projectId, itemId: query.item }) : null,
  ]);
  const base = `/projects/${slug}/data`;
  const running = jobs.find((job) => job.kind === "import" && (job.state === "queued" || job.state === "running"));
  const withoutGiven = counts.given.find((one) => one.given === null)?.n ?? 0;
  const isFiltered = status !== null || given !== null || resolved !== null || search !== null;
  const isImporting = query.isImporting && mayImport && !running;
  return (
    <PageBody>
      <PageHeader
        title="Data"
        actions={
          mayImport &&
          !isImporting &&
          counts.total > 0 && (
            <LinkButton href={itemQueryHref(base, { ...query, isImporting: true })}>Import</LinkButton>
          )
        }
      >
        {formatNoun(counts.total, "item")}
        {counts.total > 0 &&
          (withoutGiven === 0 ? ", all with a given label" : `, ${formatCount(withoutGiven)} without a given label`)}
      </PageHeader>
      {running && <JobWatch projectId={projectId} jobId={running.id} name="Import" mayCancel={mayImport} />}
      {isImporting && (
        <ImportPanel
          projectId={projectId}
          media={project.media}
          labels={labels}
          closeHref={itemQueryHref(base, { ...query, isImporting: false })}
        />
      )}
      {counts.total === 0 && !isImporting && !running && (
        <EmptyState
          title="No items yet"
          action={
            mayImport && (
              <LinkButton href={`${base}?import=1`} variant="primary">
                Import a file
              </LinkButton>
            )
          }
        >
          Bring items with their given labels, predictions and answers from JSONL or CSV
          {project.media === "image" || project.media === "audio"
            ? `, and the ${MEDIA_NAMES[project.media]} in a zip`
            : ""}
          . A dry run says first what the file holds.
        </EmptyState>
      )}
      {counts.total > 0 && (
        <div className={detail ? "grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_380px]" : ""}>
          {detail && (
            <div className="min-w-0 xl:sticky xl:top-5 xl:order-last">
              <ItemPanel
                detail={detail}
                projectId={projectId}
                labels={labels}
                examples={examples}
                closeHref={itemQueryHref(base, { ...query, item: null })}
                mayAdjudicate={project.role !== "viewer"}
                slug={slug}
              />
            </div>
          )}
          <Card>
            <ItemFilters base={base} query={query} labels={labels} counts={counts} />
            <ItemTable
              base={base}
              query={query}
              labels={labels}
              rows={page.rows}
              nextCursor={page.nextCursor}
              isFiltered={isFiltered}
            />
          </Card>
        </div>
      )}
    </PageBody>
  );
}
