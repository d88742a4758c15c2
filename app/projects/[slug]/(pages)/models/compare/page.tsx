import { LinkButton } from "@/app/_components/button";
import { Card } from "@/app/_components/card";
import { AxisEnds, EstimateBar, EstimateText } from "@/app/_components/estimate-plot";
import { formatCount, formatNoun } from "@/app/_components/format";
import { Notice } from "@/app/_components/notice";
import { EmptyState, PageHeader } from "@/app/_components/page-header";
import type { Outputs } from "@/app/_trpc/types";
import { isDefined } from "@/core/statistics/estimate";
import { manages, openProject } from "../../../open-project";
import { PageBody } from "../../page-body";
import { ChangedItems } from "./changed-items";

export const metadata = { title: "Compare models" };

interface PageProps {
  params: Promise<{ slug: string }>;
  searchParams: Promise<{ a?: string; b?: string }>;
}

type Comparison = Outputs["model"]["compare"];

/** What the paired difference says, in words. */
function verdict({ difference }: Comparison, a: string, b: string): string {
  if (!isDefined(difference)) return "";
  const { low = -1, high = 1 } = difference;
  if (low > 0) return `${b} is better than ${a}.`;
  if (high < 0) return `${a} is better than ${b}.`;
  return "The sample cannot tell which of them is better.";
}

/** Two models on what people settled on a blind random sample. */
export default async function ComparePage({ params, searchParams }: PageProps) {
  const { slug } = await params;
  const query = await searchParams;
  const { project, labels, api } = await openProject(slug, "/models/compare");
  const projectId = project.id;
  const models = (await api.model.list({ projectId })).filter((model) =>
    model.runs.some((run) => run.outOfSample === "yes" && run.count > 0),
  );
  const base = `/projects/${slug}`;
  // oldest first: what changed is read from left to right
  const inOrder = models.toSorted((one, other) => one.id - other.id);
  const named = inOrder.map(({ id, name, version }) => ({ id, name: `${name} ${version}` }));
  const chosen = (value: string | undefined, otherwise: number) =>
    named.find((model) => String(model.id) === value) ?? named.at(otherwise);
  const [a, b] = [chosen(query.a, -2), chosen(query.b, -1)];
  if (!a || !b || named.length < 2)
    return (
      <PageBody>
        <PageHeader title="Compare models" />
        <EmptyState title="Two models are needed" action={<LinkButton href={`${base}/models`}>Models</LinkButton>}>
          Models can be compared once two of them have predictions of items that they did not train on.
        </EmptyState>
      </PageBody>
    );
  const found = await api.model.compare({ projectId, a: a.id, b: b.id });
  return (
    <PageBody>
      <PageHeader title="Compare models" actions={<LinkButton href={`${base}/models`}>Models</LinkButton>}>
        On the blind random sample alone, by predictions that neither model trained on
      </PageHeader>
      <Card title="Which two">
        <form className="flex flex-wrap items-end gap-4">
          {(
            [
              ["a", "Before", a],
              ["b", "After", b],
            ] as const
          ).map(([name, label, model]) => (
            <label key={name} className="flex flex-col gap-1">
              {label}
              <select name={name} defaultValue={model.id} className="input">
                {named.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </select>
            </label>
          ))}
          <button type="submit" className="btn">
            Compare
          </button>
        </form>
      </Card>
      {found.judged === 0 ? (
        <EmptyState
          title="No settled random sample yet"
          action={
            manages(project.role) && (
              <LinkButton href={`${base}/queues/new?strategy=random`} variant="primary">
                New random audit
              </LinkButton>
            )
          }
        >
          Reviewed suspects cannot tell how good a model is: over them any model only looks better. Several people label
          a random sample blind, and what they agree on judges both models.
        </EmptyState>
      ) : (
        <>
          {(found.unsettled > 0 || found.withoutPrediction > 0 || found.leftOut > 0) && (
            <Notice tone="warn">
              Not counted: {formatNoun(found.unsettled, "item")} of the sample still to be decided,{" "}
              {formatCount(found.leftOut)} undecidable, {formatCount(found.withoutPrediction)} without a prediction by
              both.
            </Notice>
          )}
          <Card title="Accuracy on the sample">
            {(
              [
                [a, found.accuracy.a],
                [b, found.accuracy.b],
              ] as const
            ).map(([model, accuracy], k) => (
              <div key={k === 0 ? "a" : "b"} className="flex flex-col gap-0.5">
                <div className="flex flex-wrap justify-between gap-x-4">
                  <span>{model.name}</span>
                  <EstimateText estimate={accuracy} as="share" />
                </div>
                <EstimateBar estimate={accuracy} from={0} to={1} />
              </div>
            ))}
            <AxisEnds from="0 %" to="100 %" />
            <div className="flex flex-col gap-0.5">
              <div className="flex flex-wrap justify-between gap-x-4">
                <span>Difference, the same items</span>
                <EstimateText estimate={found.difference} as="share" />
              </div>
              <EstimateBar estimate={found.difference} from={-1} to={1} />
              <AxisEnds from="−100 points" to="+100 points" name="no difference" />
            </div>
            <p data-testid="verdict">
              <b className="font-semibold">{verdict(found, a.name, b.name)}</b>{" "}
              <span className="text-text-2">
                {b.name} mends {formatCount(found.fixed)} and spoils {formatCount(found.regressed)} of{" "}
                {formatNoun(found.judged, "item")}.
              </span>
            </p>
          </Card>
          <ChangedItems slug={slug} labels={labels} found={found} a={a.name} b={b.name} />
        </>
      )}
    </PageBody>
  );
}
