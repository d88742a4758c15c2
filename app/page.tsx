import { LinkButton } from "./_components/button";
import { formatCount, MEDIA_NAMES } from "./_components/format";
import { EmptyState } from "./_components/page-header";
import { PrepareModels } from "./_components/prepare-models";
import { ProgressBar } from "./_components/progress-bar";
import { TakePartCard } from "./_components/take-part";
import { TopBar } from "./_components/top-bar";
import { TakingPartProvider } from "./_inference/taking-part";
import { api, requireViewer } from "./_trpc/server";
import type { Outputs } from "./_trpc/types";

export const metadata = { title: "My queues" };

type Queue = Outputs["project"]["myQueues"][number];
type Project = Outputs["project"]["list"][number];

function QueueCard({ queue, isFirst }: { queue: Queue; isFirst: boolean }) {
  const left = queue.total - queue.done;
  return (
    <li className="card flex flex-col gap-3 p-4">
      <div className="min-w-0">
        <p className="truncate text-text-2">{queue.projectName}</p>
        <h3 className="truncate text-base font-semibold">{queue.title}</h3>
      </div>
      <ProgressBar name={`Progress of ${queue.title}`} done={queue.done} total={queue.total} />
      <div className="flex items-center justify-between gap-3">
        <p className="text-text-2 tabular-nums">
          {formatCount(left)} of {formatCount(queue.total)} left
          {queue.mine > 0 && `, ${formatCount(queue.mine)} answered by you`}
        </p>
        <LinkButton href={`/projects/${queue.slug}/label/${queue.queueId}`} variant={isFirst ? "primary" : "plain"}>
          {queue.mine > 0 ? "Resume" : "Label"}
        </LinkButton>
      </div>
    </li>
  );
}

function ProjectCard({ project }: { project: Project }) {
  return (
    <li className="card flex items-center justify-between gap-4 p-4">
      <div className="min-w-0">
        <h3 className="truncate text-base font-semibold">{project.name}</h3>
        <p className="text-text-2 tabular-nums">
          {formatCount(project.items)} items, {MEDIA_NAMES[project.media]} · you are {project.role}
        </p>
      </div>
      <LinkButton href={`/projects/${project.slug}`}>Open</LinkButton>
    </li>
  );
}

export default async function HomePage() {
  const viewer = await requireViewer("/");
  const caller = await api();
  const [queues, projects] = await Promise.all([caller.project.myQueues(), caller.project.list()]);
  const labeling = projects.filter((project) => project.role !== "viewer");
  const computing = await Promise.all(
    labeling.map(async (project) => ({
      project,
      ...(await caller.prediction.takingPart({ projectId: project.id })),
    })),
  );
  const readable = projects.filter((project) => project.role !== "annotator");
  const open = queues.filter((queue) => queue.total > queue.done);
  return (
    <>
      <TopBar viewer={viewer} />
      {open.some((queue) => queue.runsModel) && <PrepareModels />}
      <main className="mx-auto flex w-full max-w-[1040px] flex-col gap-8 px-4 py-6 sm:px-6">
        <section className="flex flex-col gap-4">
          <h1>My queues</h1>
          {open.length > 0 ? (
            <ul className="grid gap-4 md:grid-cols-2">
              {open.map((queue, k) => (
                <QueueCard key={`${queue.slug}-${queue.queueId}`} queue={queue} isFirst={k === 0} />
              ))}
            </ul>
          ) : (
            <EmptyState title="Nothing to label right now">
              {readable.length > 0
                ? "Queues that are open to you stand here. Open a project to make one."
                : "Queues that are open to you stand here. A manager of your project makes them."}
            </EmptyState>
          )}
        </section>
        {computing.map(({ project, running }) => (
          <TakingPartProvider key={project.id} projectId={project.id} userId={viewer.userId}>
            <TakePartCard name={project.name} running={running} />
          </TakingPartProvider>
        ))}
        {(readable.length > 0 || viewer.isAdmin) && (
          <section className="flex flex-col gap-4">
            <div className="flex items-center justify-between gap-4">
              <h2 className="text-lg tracking-tight">Projects</h2>
              {viewer.isAdmin && <LinkButton href="/projects/new">New project</LinkButton>}
            </div>
            {readable.length > 0 ? (
              <ul className="grid gap-4 md:grid-cols-2">
                {readable.map((project) => (
                  <ProjectCard key={project.id} project={project} />
                ))}
              </ul>
            ) : (
              <EmptyState
                title="No project yet"
                action={
                  <LinkButton href="/projects/new" variant="primary">
                    Make the first project
                  </LinkButton>
                }
              >
                A project is one question with one set of labels. Make it, then import items.
              </EmptyState>
            )}
          </section>
        )}
      </main>
    </>
  );
}
