import { notFound } from "next/navigation";
import { LinkButton } from "@/app/_components/button";
import { Card } from "@/app/_components/card";
import { Chip } from "@/app/_components/chip";
import { DataTable } from "@/app/_components/data-table";
import { formatCount, formatNoun, formatShare } from "@/app/_components/format";
import { Notice } from "@/app/_components/notice";
import { EmptyState, PageHeader } from "@/app/_components/page-header";
import { manages, openProject } from "../../open-project";
import { PageBody } from "../page-body";

export const metadata = { title: "Annotators" };

const KINDS = {
  person: ["good", "person"],
  external: ["accent", "external"],
  simulated: ["warn", "simulated"],
  model: ["quiet", "model"],
} as const;

function Share({ part, of }: { part: number; of: number }) {
  if (of === 0) return "–";
  return (
    <>
      {formatShare(part / of)}{" "}
      <span className="text-text-2">
        {formatCount(part)} of {formatCount(of)}
      </span>
    </>
  );
}

export default async function AnnotatorsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const { project, api } = await openProject(slug, "/annotators");
  if (!manages(project.role)) notFound();
  const { rows, note } = await api.project.annotators({ projectId: project.id });
  const total = rows.reduce((sum, row) => sum + row.answers, 0);
  return (
    <PageBody>
      <PageHeader title="Annotators">
        {formatNoun(rows.length, "annotator")}, {formatNoun(total, "answer")} · seen by managers only
      </PageHeader>
      {note && <Notice>{note}</Notice>}
      {rows.length === 0 ? (
        <EmptyState
          title="Nobody has answered yet"
          action={
            <LinkButton href={`/projects/${slug}/settings#people`} variant="primary">
              Invite people
            </LinkButton>
          }
        >
          Whoever labels in a queue stands here, and whoever an imported file names. Invite people in the settings.
        </EmptyState>
      ) : (
        <Card>
          <DataTable
            caption="Annotators"
            rows={rows.toSorted((a, b) => b.answers - a.answers)}
            rowKey={(row) => row.id}
            columns={[
              { id: "name", header: "Annotator", isHead: true, cell: (row) => row.name },
              {
                id: "kind",
                header: "Kind",
                cell: (row) => <Chip tone={KINDS[row.kind][0]}>{KINDS[row.kind][1]}</Chip>,
              },
              { id: "answers", header: "Answers", isNumber: true, cell: (row) => formatCount(row.answers) },
              {
                id: "share",
                header: "Of all",
                isNumber: true,
                className: "text-text-2",
                cell: (row) => (total === 0 ? "–" : formatShare(row.answers / total)),
              },
              {
                id: "unsure",
                header: "Not sure",
                isNumber: true,
                cell: (row) => <Share part={row.unsure} of={row.answers} />,
              },
              {
                id: "fast",
                header: "Under 0.2 s",
                isNumber: true,
                cell: (row) => <Share part={row.fast} of={row.timed} />,
              },
              { id: "note", header: "Note", className: "text-text-2", cell: (row) => row.note ?? "" },
            ]}
          />
          <p className="text-xs text-text-2">
            How much somebody answered says nothing about how well. How far two people agree stands on the Agreement
            page. Under 0.2 s: answers with less active time than anybody needs to look; imported ones without a time
            are not counted.
          </p>
        </Card>
      )}
    </PageBody>
  );
}
