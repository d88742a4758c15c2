import { JobWatch } from "@/app/_components/job-progress";
import { EmptyState, PageHeader } from "@/app/_components/page-header";
import { manages, openProject } from "../../open-project";
import { PageBody } from "../page-body";
import { NewSnapshot } from "./new-snapshot";
import { SnapshotCard } from "./snapshot-card";

export const metadata = { title: "Snapshots" };

export default async function SnapshotsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const { project, api } = await openProject(slug, "/snapshots");
  const projectId = project.id;
  const mayManage = manages(project.role);
  const [snapshots, jobs] = await Promise.all([api.data.snapshots({ projectId }), api.project.jobs({ projectId })]);
  const running = jobs.filter(
    (job) => (job.kind === "snapshot" || job.kind === "export") && (job.state === "queued" || job.state === "running"),
  );
  return (
    <PageBody>
      <PageHeader title="Snapshots">
        Immutable, numbered versions of the data set with every label's source; exports are made from one
      </PageHeader>
      {mayManage && project.items > 0 && <NewSnapshot projectId={projectId} isFirst={snapshots.length === 0} />}
      {running.map((job) => (
        <JobWatch
          key={job.id}
          projectId={projectId}
          jobId={job.id}
          name={job.kind === "export" ? "Export" : "Snapshot"}
          mayCancel={mayManage}
        />
      ))}
      {snapshots.length === 0 && running.length === 0 && (
        <EmptyState title="No snapshot yet">
          {project.items === 0
            ? "A snapshot keeps items and their labels. Import some on the Data page first."
            : "Take one whenever a model is trained, so that it is known which labels it learned from. Its content hash says whether two are the same."}
        </EmptyState>
      )}
      {snapshots.map((snapshot, k) => (
        <SnapshotCard
          key={snapshot.id}
          projectId={projectId}
          snapshot={snapshot}
          isNewest={k === 0}
          mayExport={mayManage}
        />
      ))}
    </PageBody>
  );
}
