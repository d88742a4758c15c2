import { redirect } from "next/navigation";
import { cache } from "react";
import { api, loadOr404, requireViewer } from "@/app/_trpc/server";
import type { Outputs } from "@/app/_trpc/types";

type Opened = Outputs["project"]["open"];

const load = cache(async (slug: string) => {
  const caller = await api();
  return loadOr404(caller.project.open({ slug }));
});

/** The project of a page's slug, once per request; annotators have no project pages and go to their queues. */
export async function openProject(slug: string, path = "") {
  const viewer = await requireViewer(`/projects/${slug}${path}`);
  const { project, labels, counts } = await load(slug);
  if (counts === null) redirect("/");
  return { viewer, project, labels, counts, api: await api() };
}

type Role = Opened["project"]["role"];

/** What a role sees controls for; the server decides again at each call. */
export const manages = (role: Role) => role === "owner" || role === "manager";
export const decides = (role: Role) => manages(role) || role === "adjudicator";
