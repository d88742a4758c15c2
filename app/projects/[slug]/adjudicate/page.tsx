import { notFound } from "next/navigation";
import { decides, openProject } from "../open-project";
import { ConflictDesk } from "./conflict-desk";
import { guidelineRules } from "./guideline-rules";

export const metadata = { title: "Adjudicate" };

interface PageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ item?: string | string[] }>;
}

/** The desk fills the window: it stands outside the frame of the other pages. */
export default async function AdjudicatePage({ params, searchParams }: PageProps) {
  const { slug } = await params;
  const { item } = await searchParams;
  const { project, labels, api } = await openProject(slug, "/adjudicate");
  if (!decides(project.role)) notFound();
  const projectId = project.id;
  const [start, { guidelines }] = await Promise.all([
    api.adjudication.list({ projectId }),
    api.project.settings({ projectId }),
  ]);
  return (
    <ConflictDesk
      project={{ id: projectId, slug, name: project.name, task: project.task }}
      labels={labels.filter((label) => label.retiredAt === null)}
      rules={guidelineRules(guidelines.text)}
      start={start}
      wantedId={typeof item === "string" && /^[1-9]\d{0,14}$/.test(item) ? Number(item) : null}
    />
  );
}
