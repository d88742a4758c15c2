import { notFound } from "next/navigation";
import { PageHeader } from "@/app/_components/page-header";
import { manages, openProject } from "../../../open-project";
import { PageBody } from "../../page-body";
import { NewQueueForm } from "./new-queue-form";

export const metadata = { title: "New queue" };

interface PageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : null);

export default async function NewQueuePage({ params, searchParams }: PageProps) {
  const { slug } = await params;
  const search = await searchParams;
  const { project, labels, api } = await openProject(slug, "/queues/new");
  if (!manages(project.role)) notFound();
  const [models, counts] = await Promise.all([
    api.model.list({ projectId: project.id }),
    api.data.counts({ projectId: project.id }),
  ]);
  const known = (key: string | null) => (labels.some((label) => label.key === key) ? key : null);
  return (
    <PageBody>
      <PageHeader title="New queue">
        Annotators see the title and the items; never the order, its reasons or the given labels.
      </PageHeader>
      <NewQueueForm
        project={{ id: project.id, slug, items: project.items, task: project.task }}
        labels={labels.filter((label) => label.retiredAt === null)}
        givenCounts={counts.given}
        models={models.map(({ id, name, version, runs, files }) => ({
          id,
          name: `${name} ${version}`,
          hasPredictions: runs.some((run) => run.count > 0),
          runsInBrowser: files.length > 0,
        }))}
        start={{
          strategy: one(search.strategy),
          given: known(one(search.given)),
          predicted: known(one(search.predicted)),
        }}
      />
    </PageBody>
  );
}
