import { LinkButton } from "@/app/_components/button";
import { Card } from "@/app/_components/card";
import { formatNoun } from "@/app/_components/format";
import { EmptyState, PageHeader } from "@/app/_components/page-header";
import { manages, openProject } from "../../open-project";
import { PageBody } from "../page-body";
import { FlagTable } from "./flag-table";
import { QueueTable } from "./queue-table";

export const metadata = { title: "Queues" };

export default async function QueuesPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const { project, api } = await openProject(slug, "/queues");
  const mayManage = manages(project.role);
  const [queues, flags] = await Promise.all([
    api.queue.list({ projectId: project.id }),
    mayManage ? api.queue.flags({ projectId: project.id }) : [],
  ]);
  const working = queues.reduce((sum, queue) => sum + queue.working, 0);
  const action = mayManage && (
    <LinkButton href={`/projects/${slug}/queues/new`} variant="primary">
      New queue
    </LinkButton>
  );
  return (
    <PageBody>
      <PageHeader title="Queues" actions={queues.length > 0 && action}>
        {queues.length === 0
          ? "Ordered sets of items that several people label each"
          : `${formatNoun(queues.length, "queue")} · ${working === 0 ? "nobody labeling now" : `${formatNoun(working, "person", "people")} labeling now`}`}
      </PageHeader>
      {queues.length === 0 ? (
        <EmptyState title="No queue yet" action={action}>
          {project.items === 0
            ? "A queue needs items. Import some on the Data page first."
            : "A queue puts items in an order, most useful first, and gives each to several people. Start with a random audit: it is the unbiased estimate of how many given labels are wrong."}
        </EmptyState>
      ) : (
        <Card>
          <QueueTable slug={slug} queues={queues} isFull />
        </Card>
      )}
      {flags.length > 0 && (
        <Card title="Flagged by annotators">
          <FlagTable slug={slug} flags={flags} />
        </Card>
      )}
    </PageBody>
  );
}
