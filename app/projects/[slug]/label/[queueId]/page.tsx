import { Markdown } from "@/app/_components/markdown";
import { api, loadOr404, requireViewer } from "@/app/_trpc/server";
import { LazyGrid } from "./_grid/lazy-grid";
import { LabelDesk } from "./label-desk";

interface PageProps {
  params: Promise<{ slug: string; queueId: string }>;
}

export const metadata = { title: "Label" };

/** Labels, guidelines and the leases already held; fresh claims are asked for by the page itself. */
export default async function LabelPage({ params }: PageProps) {
  const { slug, queueId } = await params;
  const viewer = await requireViewer(`/projects/${slug}/label/${queueId}`);
  const caller = await api();
  const desk = await loadOr404(caller.label.open({ slug, queueId: /^\d+$/.test(queueId) ? Number(queueId) : 0 }));
  const held = await loadOr404(caller.label.resume({ projectId: desk.project.id, queueId: desk.queue.id }));
  const { userId, name, email } = viewer;
  // rendered here: the page of an annotator loads no Markdown parser
  const guidelines = desk.guidelines ? <Markdown text={desk.guidelines} /> : null;
  const props = { desk, held, viewer: { userId, name, email }, guidelines };
  return desk.queue.layout === "grid" ? <LazyGrid {...props} /> : <LabelDesk {...props} />;
}
