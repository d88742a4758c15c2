import { api, loadOr404, requireViewer } from "@/app/_trpc/server";
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
  return (
    <LabelDesk desk={desk} held={held} viewer={{ userId: viewer.userId, name: viewer.name, email: viewer.email }} />
  );
}
