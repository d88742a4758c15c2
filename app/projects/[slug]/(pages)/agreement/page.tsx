import { LinkButton } from "@/app/_components/button";
import { Card } from "@/app/_components/card";
import { formatCount, formatNoun } from "@/app/_components/format";
import { Notice } from "@/app/_components/notice";
import { EmptyState, PageHeader } from "@/app/_components/page-header";
import { When } from "@/app/_components/when";
import { decides, manages, openProject } from "../../open-project";
import { PageBody } from "../page-body";
import { AgreementByLabel } from "./agreement-by-label";
import { AgreementCauses } from "./agreement-causes";
import { AgreementHeadline } from "./agreement-headline";
import { AgreementScopes } from "./agreement-scopes";
import { MarkAgreement } from "./mark-agreement";
import { MeasureAgreement } from "./measure-agreement";
import { PairMatrix } from "./pair-matrix";

export const metadata = { title: "Agreement" };

interface PageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ scope?: string | string[] }>;
}

export default async function AgreementPage({ params, searchParams }: PageProps) {
  const { slug } = await params;
  const { scope: wanted } = await searchParams;
  const { project, api } = await openProject(slug, "/agreement");
  const { report, computedAt, isStale } = await api.agreement.read({ projectId: project.id });
  const base = `/projects/${slug}/agreement`;
  const asked = typeof wanted === "string" && /^\d{1,4}$/.test(wanted) ? Number(wanted) : null;
  const scopes = report?.marks ?? report?.scopes ?? [];
  const index = asked !== null && scopes[asked] ? asked : (report?.headline ?? null);
  const current = index === null ? undefined : scopes[index];
  const scope = report?.marks || index === null ? undefined : report?.scopes[index];
  const isEmpty = !current && !isStale;
  return (
    <PageBody>
      <PageHeader title="How far people agree">
        {current && computedAt !== null ? (
          <>
            {formatNoun(current.annotators.length, "annotator")}, {formatCount(current.summary.votes)} answers ·
            measured <When at={computedAt} />
          </>
        ) : (
          "No model will be better than two independent people agree"
        )}
      </PageHeader>
      {isStale && <MeasureAgreement projectId={project.id} isFirst={!report} />}
      {isEmpty && (
        <EmptyState
          title="Nothing to compare yet"
          action={
            manages(project.role) && (
              <LinkButton href={`/projects/${slug}/queues/new?strategy=random`} variant="primary">
                Make a random audit
              </LinkButton>
            )
          }
        >
          Agreement needs items that two or more people answered without a suggestion. A random audit gives them, and
          with them the one number that holds for the data set as a whole.
        </EmptyState>
      )}
      {report?.marks && index !== null && <MarkAgreement report={report} index={index} base={base} />}
      {report && scope && index !== null && (
        <>
          {scope.summary.warnings.map((warning) => (
            <Notice key={warning.code} tone="warn">
              {warning.text}
            </Notice>
          ))}
          <div className="grid items-start gap-4 xl:grid-cols-2">
            <div className="flex min-w-0 flex-col gap-4">
              <AgreementHeadline scope={scope} isHeadline={index === report.headline} />
              <AgreementByLabel scope={scope} labels={report.labels} />
            </div>
            <div className="flex min-w-0 flex-col gap-4">
              <AgreementCauses
                scope={scope}
                labels={report.labels}
                slug={slug}
                mayDecide={decides(project.role)}
                mayManage={manages(project.role)}
              />
              <AgreementScopes report={report} current={index} base={base} />
              <PairMatrix scope={scope} />
            </div>
          </div>
        </>
      )}
      {scopes.length > 0 && !current && (
        <Card title="No blind answers yet">
          <p className="text-text-2">
            All answers were given with a suggestion, which draws people together: they cannot tell how far people
            agree. Make a queue with a blind share.
          </p>
        </Card>
      )}
    </PageBody>
  );
}
