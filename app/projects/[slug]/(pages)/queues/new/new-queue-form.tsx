"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button, LinkButton } from "@/app/_components/button";
import { Card } from "@/app/_components/card";
import { SelectField, TextField } from "@/app/_components/field";
import { labelName, type ShownLabel } from "@/app/_components/label-swatch";
import { Notice } from "@/app/_components/notice";
import { useTRPC } from "@/app/_trpc/client";
import type { Task } from "@/core/label-set/label-set";
import { takesOneLabel } from "@/core/prediction/model-use";
import { firstDraft, needsPredictions, type QueueDraft, queueInput, STRATEGIES } from "./queue-draft";
import { QueuePeople } from "./queue-people";
import { QueuePlan } from "./queue-plan";
import { StrategyChoice } from "./strategy-choice";

interface NewQueueFormProps {
  project: { id: number; slug: string; items: number; task: Task };
  labels: readonly ShownLabel[];
  givenCounts: readonly { given: string | null; n: number }[];
  models: readonly { id: number; name: string; hasPredictions: boolean; runsInBrowser: boolean }[];
  start: { strategy: string | null; given: string | null; predicted: string | null };
}

const MEASURES = [
  ["margin", "margin between the first two labels"],
  ["entropy", "entropy"],
  ["least-confidence", "least confidence"],
] as const;

/** Order, filter, people and what the queue will give, before it is made. */
export function NewQueueForm({ project, labels, givenCounts, models, start }: NewQueueFormProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const isOneLabel = takesOneLabel(project.task);
  const hasPredictions = isOneLabel && models.some((model) => model.hasPredictions);
  const pairName =
    start.given && start.predicted ? `${labelName(labels, start.given)} → ${labelName(labels, start.predicted)}` : "";
  const [draft, setDraft] = useState(() => firstDraft({ ...start, isOneLabel, hasPredictions, pairName }));
  const set = (change: Partial<QueueDraft>) => setDraft((old) => ({ ...old, ...change }));
  const create = useMutation(
    trpc.queue.create.mutationOptions({
      onSuccess: ({ queueId }) => router.push(`/projects/${project.slug}/queues/${queueId}`),
    }),
  );
  const anyLabel = [["", "any"], ...labels.map((label) => [label.key, label.name] as const)] as const;
  const matching =
    draft.given === null ? project.items : (givenCounts.find((one) => one.given === draft.given)?.n ?? 0);
  const limit = Number(draft.limit) || matching;
  return (
    <form
      className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_360px]"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(queueInput(project.id, draft));
      }}
    >
      <div className="flex min-w-0 flex-col gap-4">
        <Card title="Order">
          <StrategyChoice
            value={draft.strategy}
            isOneLabel={isOneLabel}
            hasPredictions={hasPredictions}
            onChoose={(strategy) => {
              const isOwnName = !STRATEGIES.some((one) => draft.name.startsWith(one.name)) && draft.name !== "";
              const name = STRATEGIES.find((one) => one.value === strategy)?.name ?? "";
              set({ strategy, ...(isOwnName ? {} : { name: [name, pairName].filter(Boolean).join(": ") }) });
            }}
          />
          {draft.strategy === "low-confidence" && (
            <SelectField
              label="Measure"
              value={draft.measure}
              options={MEASURES}
              onChoose={(measure) => set({ measure })}
            />
          )}
        </Card>
        {hasPredictions && (
          <Card title="Question">
            <div className="grid gap-4 sm:grid-cols-2">
              <SelectField
                label="What people are asked"
                value={draft.question}
                options={[
                  ["label", "which label is it?"],
                  ["verify", "which of two labels fits: A, B, both or neither?"],
                ]}
                onChoose={(question) =>
                  set({
                    question,
                    ...(question === "verify" ? { mode: "blind" as const, layout: "desk" as const } : {}),
                  })
                }
              />
              <SelectField
                label="How items come"
                value={draft.layout}
                disabled={project.task !== "single-label" || draft.question === "verify" || draft.strategy === "random"}
                options={[
                  ["desk", "one at a time"],
                  ["grid", "many at once that the model puts in one label"],
                ]}
                onChoose={(layout) => set({ layout, ...(layout === "grid" ? { mode: "assisted" as const } : {}) })}
              />
            </div>
            {draft.layout === "grid" && (
              <p className="text-xs text-text-2">
                Fast for small pictures and short texts: the odd ones get their label, one key confirms the others. The
                model's label is in sight all the time, so these answers say nothing of agreement and are kept apart.
              </p>
            )}
            {draft.question === "verify" && (
              <p className="text-xs text-text-2">
                The given label and the predicted one stand beside each other, on sides by lot, and nothing says which
                is which. Faster than labeling anew; the answers are kept apart from those to the other question, and
                agreement on the whole needs a queue of that.
              </p>
            )}
          </Card>
        )}
        <Card title="Items">
          <div className="grid gap-4 sm:grid-cols-3">
            {isOneLabel && (
              <>
                <SelectField
                  label="Given label"
                  value={draft.given ?? ""}
                  options={anyLabel}
                  onChoose={(given) => set({ given: given || null })}
                />
                <SelectField
                  label="Predicted label"
                  value={draft.predicted ?? ""}
                  options={anyLabel}
                  disabled={!hasPredictions}
                  onChoose={(predicted) => set({ predicted: predicted || null })}
                />
              </>
            )}
            <TextField
              label="At most"
              type="number"
              min={1}
              max={1_000_000}
              hint="Empty: all that the order can place."
              value={draft.limit}
              onChange={(event) => set({ limit: event.target.value })}
            />
          </div>
          {isOneLabel && models.length > 0 && (
            <div className="grid gap-4 sm:grid-cols-2">
              <SelectField
                label="Model"
                hint={needsPredictions(draft.strategy) ? "Orders the items and suggests labels." : "Suggests labels."}
                value={draft.modelId === null ? "" : String(draft.modelId)}
                options={[
                  ["", "the newest with predictions"],
                  ...models.map((one) => [String(one.id), one.name] as const),
                ]}
                onChoose={(id) => set({ modelId: id === "" ? null : Number(id) })}
              />
              <SelectField
                label="Suggestions come from"
                value={draft.suggestFrom}
                options={[
                  ["stored", "stored out-of-sample predictions first"],
                  ["browser", "the model in the annotator's browser"],
                ]}
                onChoose={(suggestFrom) => set({ suggestFrom })}
              />
            </div>
          )}
        </Card>
        <QueuePeople draft={draft} set={set} hasSuggestions={isOneLabel} />
      </div>
      <div className="flex flex-col gap-4 xl:sticky xl:top-5">
        <Card title="Names">
          <TextField
            label="Name, for managers"
            required
            maxLength={100}
            value={draft.name}
            onChange={(event) => set({ name: event.target.value })}
          />
          <TextField
            label="Title, for annotators"
            hint="Neutral: it must not give away why these items were chosen. Empty: Batch and a number."
            maxLength={100}
            value={draft.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        </Card>
        <QueuePlan draft={draft} items={Math.min(limit, matching)} />
        {create.error && <Notice tone="bad">{create.error.message}</Notice>}
        <div className="flex gap-2">
          <Button type="submit" variant="primary" disabled={create.isPending || project.items === 0}>
            Make the queue
          </Button>
          <LinkButton href={`/projects/${project.slug}/queues`} variant="ghost">
            Cancel
          </LinkButton>
        </div>
      </div>
    </form>
  );
}
