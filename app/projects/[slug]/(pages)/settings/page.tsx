import { Card } from "@/app/_components/card";
import { formatNoun } from "@/app/_components/format";
import { PageHeader } from "@/app/_components/page-header";
import { manages, openProject } from "../../open-project";
import { PageBody } from "../page-body";
import { ExampleList } from "./example-list";
import { GeneralForm } from "./general-form";
import { GuidelinesForm } from "./guidelines-form";
import { LabelsForm } from "./labels-form";
import { People } from "./people";

export const metadata = { title: "Settings" };

export default async function SettingsPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const { viewer, project, api } = await openProject(slug, "/settings");
  const projectId = project.id;
  const mayEdit = manages(project.role);
  const [settings, people, examples] = await Promise.all([
    api.project.settings({ projectId }),
    api.project.members({ projectId }),
    mayEdit ? api.project.examples({ projectId }) : null,
  ]);
  return (
    <PageBody>
      <PageHeader title="Settings">
        You are {project.role} of this project{mayEdit ? "" : ": you can see the settings, not change them"}
      </PageHeader>
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Card title="General">
            <GeneralForm project={settings.project} mayEdit={mayEdit} />
          </Card>
          <div id="people" className="scroll-mt-4">
            <Card
              title="People"
              aside={<span className="text-text-2">{formatNoun(people.members.length, "member")}</span>}
            >
              <People
                projectId={projectId}
                ownId={viewer.userId}
                isOwner={project.role === "owner"}
                members={people.members}
                invites={people.invites}
              />
            </Card>
          </div>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Card title="Labels" aside={<span className="text-text-2">version {settings.labelSetVersion}</span>}>
            <LabelsForm
              key={settings.labelSetVersion}
              projectId={projectId}
              version={settings.labelSetVersion}
              labels={settings.labels}
              mayEdit={mayEdit}
            />
          </Card>
          <div id="guidelines" className="scroll-mt-4">
            <Card title="Guidelines" aside={<span className="text-text-2">version {settings.guidelines.number}</span>}>
              <GuidelinesForm projectId={projectId} guidelines={settings.guidelines} mayEdit={mayEdit} />
            </Card>
          </div>
          {examples && (
            <div id="examples" className="scroll-mt-4">
              <Card
                title="Examples"
                aside={<span className="text-text-2">{formatNoun(examples.length, "example")}</span>}
              >
                <ExampleList projectId={projectId} slug={slug} labels={settings.labels} examples={examples} />
              </Card>
            </div>
          )}
        </div>
      </div>
    </PageBody>
  );
}
