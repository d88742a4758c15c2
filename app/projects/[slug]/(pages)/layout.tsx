import type { ReactNode } from "react";
import { TakingPartProvider } from "@/app/_inference/taking-part";
import { TRPCProvider } from "@/app/_trpc/client";
import { openProject } from "../open-project";
import { SideNav } from "./side-nav";

interface LayoutProps {
  params: Promise<{ slug: string }>;
  children: ReactNode;
}

/** The frame of a project's pages; the label screen stands outside it. */
export default async function ProjectLayout({ params, children }: LayoutProps) {
  const { slug } = await params;
  const { viewer, project, counts, api } = await openProject(slug);
  const projects = await api.project.list();
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[208px_minmax(0,1fr)]">
      <a
        href="#page"
        className="sr-only focus:not-sr-only focus:fixed focus:left-2 focus:top-2 focus:z-50 focus:rounded-md focus:bg-surface focus:px-3 focus:py-1.5"
      >
        Skip to the page
      </a>
      <SideNav
        viewer={{ userId: viewer.userId, name: viewer.name, email: viewer.email }}
        project={{ slug: project.slug, name: project.name, role: project.role }}
        counts={counts}
        projects={projects.filter((one) => one.role !== "annotator").map(({ slug, name }) => ({ slug, name }))}
      />
      <main id="page" className="min-w-0">
        <TRPCProvider>
          <TakingPartProvider projectId={project.id} userId={viewer.userId}>
            {children}
          </TakingPartProvider>
        </TRPCProvider>
      </main>
    </div>
  );
}
