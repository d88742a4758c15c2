import { LinkButton } from "@/app/_components/button";
import { formatNoun } from "@/app/_components/format";
import { JobWatch } from "@/app/_components/job-progress";
import { EmptyState, PageHeader } from "@/app/_components/page-header";
import { runsModels, takesOneLabel, trainsBaselines } from "@/core/prediction/model-use";
import { manages, openProject } from "../../open-project";
import { PageBody } from "../page-body";
import { BrowserRunPanel } from "./browser-run-panel";
import { ModelCardView } from "./model-card-view";
import { TrainAgain } from "./train-again";
import { TrainBaseline } from "./train-baseline";
import { UploadModel } from "./upload-model";

export const metadata = { title: "Models" };

const NO_MODEL = {
  any: "Label quality needs predictions by a model that did not train on the item. Concord can train a small baseline with cross-validation, run your own ONNX classifier in the browser, or take predictions from an imported file.",
  uploaded:
    "Label quality needs predictions by a model that did not train on the item. Run your own ONNX classifier of waveforms in the browser, or take predictions from an imported file. A baseline does not learn from recordings.",
  none: "A model predicts one label per item, and the answers here are of another kind: queues go without.",
} as const;

interface PageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ upload?: string; train?: string }>;
}

export default async function ModelsPage({ params, searchParams }: PageProps) {
  const { slug } = await params;
  const { upload, train } = await searchParams;
  const { project, labels, api } = await openProject(slug, "/models");
  const projectId = project.id;
  const mayManage = manages(project.role);
  const [models, jobs] = await Promise.all([api.model.list({ projectId }), api.project.jobs({ projectId })]);
  const running = jobs.find((job) => job.kind === "train" && (job.state === "queued" || job.state === "running"));
  const base = `/projects/${slug}/models`;
  const canRun = runsModels(project);
  /** Models whose embeddings a linear head may read. */
  const heads = models.filter(
    (model) => model.embeddings > 0 && model.files.length === 1 && model.trainedOn === "nothing",
  );
  const readsItems = trainsBaselines(project);
  const canTrain = readsItems || heads.length > 0;
  const isNewest = ({ name, version }: (typeof models)[number]) =>
    models.every((other) => other.name !== name || other.version <= version);
  const nameOf = (modelId: number | null) => {
    const found = models.find((model) => model.id === modelId);
    return found ? `${found.name} ${found.version}` : null;
  };
  const comparable = models.filter((model) => model.runs.some((run) => run.outOfSample === "yes" && run.count > 0));
  const isPanelOpen = mayManage && canRun && (upload !== undefined || (train !== undefined && canTrain));
  return (
    <PageBody>
      <PageHeader
        title="Models"
        actions={
          <>
            {comparable.length > 1 && <LinkButton href={`${base}/compare`}>Compare models</LinkButton>}
            {mayManage && canRun && !isPanelOpen && models.length > 0 && (
              <>
                {canTrain && <LinkButton href={`${base}?train=1`}>Train a baseline</LinkButton>}
                <LinkButton href={`${base}?upload=1`} variant="primary">
                  Upload a model
                </LinkButton>
              </>
            )}
          </>
        }
      >
        {models.length === 0
          ? takesOneLabel(project.task) && "Classifiers whose predictions order queues and suggest labels"
          : `${formatNoun(models.length, "model")} · an uploaded model runs only in browsers`}
      </PageHeader>
      {running && <JobWatch projectId={projectId} jobId={running.id} name="Training" mayCancel={mayManage} />}
      {isPanelOpen && train !== undefined && canTrain && !running && (
        <TrainBaseline
          projectId={projectId}
          base={base}
          items={project.items}
          heads={heads.map(({ id, name, version, embeddings }) => ({
            id,
            name: `${name} ${version}`,
            items: embeddings,
          }))}
          readsItems={readsItems}
        />
      )}
      {isPanelOpen && upload !== undefined && <UploadModel projectId={projectId} base={base} labels={labels} />}
      {models.length === 0 && !isPanelOpen && !running && (
        <EmptyState
          title="No model yet"
          action={
            mayManage &&
            (canRun ? (
              <span className="flex flex-wrap gap-2">
                {canTrain && (
                  <LinkButton href={`${base}?train=1`} variant="primary">
                    Train a baseline
                  </LinkButton>
                )}
                <LinkButton href={`${base}?upload=1`} variant={canTrain ? "plain" : "primary"}>
                  Upload ONNX
                </LinkButton>
              </span>
            ) : (
              <LinkButton href={`/projects/${slug}/queues/new`} variant="primary">
                New queue
              </LinkButton>
            ))
          }
        >
          {NO_MODEL[canTrain ? "any" : canRun ? "uploaded" : "none"]}
        </EmptyState>
      )}
      {models.map((model) => (
        <ModelCardView key={model.id} model={model} baseName={nameOf(model.headOf)} labels={labels}>
          {mayManage && !running && model.kind === "baseline" && isNewest(model) && (
            <TrainAgain projectId={projectId} name={model.name} folds={model.files.length} embeddings={model.headOf} />
          )}
          {canRun && model.card && model.files.length > 0 && (
            <BrowserRunPanel projectId={projectId} model={model} mayManage={mayManage} />
          )}
        </ModelCardView>
      ))}
    </PageBody>
  );
}
