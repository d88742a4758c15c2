import { notFound } from "next/navigation";
import { PageHeader } from "@/app/_components/page-header";
import { TopBar } from "@/app/_components/top-bar";
import { TRPCProvider } from "@/app/_trpc/client";
import { requireViewer } from "@/app/_trpc/server";
import { NewProjectForm } from "./new-project-form";

export const metadata = { title: "New project" };

export default async function NewProjectPage() {
  const viewer = await requireViewer("/projects/new");
  if (!viewer.isAdmin) notFound();
  return (
    <>
      <TopBar viewer={viewer} />
      <main className="mx-auto flex w-full max-w-[720px] flex-col gap-4 px-4 py-6 sm:px-6">
        <PageHeader title="New project">One label set, one question, one team.</PageHeader>
        <TRPCProvider>
          <NewProjectForm />
        </TRPCProvider>
      </main>
    </>
  );
}
