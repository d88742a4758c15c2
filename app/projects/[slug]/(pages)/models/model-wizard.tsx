"use client";
import { useMutation } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Button, LinkButton } from "@/app/_components/button";
import type { ShownLabel } from "@/app/_components/label-swatch";
import { Notice } from "@/app/_components/notice";
import { useTRPC } from "@/app/_trpc/client";
import { prepVersionInput } from "@/core/onnx/model-card";
import { goldenSamples } from "./golden-samples";
import { draftOf, type ModelDraft, readDraft } from "./model-draft";
import { ModelForm } from "./model-form";
import { cardToTry, heldModel, type SentModel } from "./sent-model";
import { TryModel } from "./try-model";
import { useTrial } from "./use-trial";

interface ModelWizardProps {
  projectId: number;
  base: string;
  sent: SentModel | null;
  labels: readonly ShownLabel[];
  onAdded(): void;
}

/** What is still open, a trial on the project's items, and the button that adds the model. */
export function ModelWizard({ sent, ...rest }: ModelWizardProps) {
  if (sent) return <OpenWizard sent={sent} {...rest} />;
  return (
    <div className="flex gap-2">
      <Button variant="primary" disabled>
        Add the model
      </Button>
      <LinkButton href={rest.base} variant="ghost">
        Cancel
      </LinkButton>
    </div>
  );
}

type Problem = { field: keyof ModelDraft | null; message: string } | null;

function OpenWizard({ projectId, base, sent, labels, onAdded }: ModelWizardProps & { sent: SentModel }) {
  const trpc = useTRPC();
  const { inspection } = sent;
  const [draft, setDraft] = useState(() => draftOf(inspection.card, sent.name));
  const [problem, setProblem] = useState<Problem>(null);
  const change = (part: Partial<ModelDraft>) => setDraft((now) => ({ ...now, ...part }));
  const model = useMemo(() => heldModel(sent), [sent]);
  const isKindOpen = inspection.questions.some((question) => question.includes("logits"));
  const { isImagePrepared } = inspection;
  const trying = useTrial({ projectId, model, isImagePrepared, isKindOpen, onPropose: change });
  const { trial, isEmpty } = trying.state;
  const register = useMutation(trpc.model.register.mutationOptions());
  const [isAdding, setIsAdding] = useState(false);

  const read = readDraft(inspection.card, draft);
  const current = read.ok ? cardToTry(read.input.card, sent) : null;
  const isStale = trial !== null && !(current?.ok && prepVersionInput(current.card) === prepVersionInput(trial.card));
  const mayAdd = isEmpty || (trial !== null && !isStale && trial.tried.length > 0);

  function tryIt() {
    if (!read.ok) return setProblem({ field: read.field, message: read.message });
    if (!current?.ok) return setProblem({ field: null, message: current?.message ?? "The card cannot be read." });
    setProblem(null);
    void trying.start(current.card);
  }

  async function add() {
    if (!read.ok) return setProblem({ field: read.field, message: read.message });
    setProblem(null);
    setIsAdding(true);
    try {
      const golden = trial ? await goldenSamples(trying.openClient(), trial, model) : [];
      const trainedOn = sent.folds ? { foldMap: sent.folds } : read.input.trainedOn;
      const card = { ...read.input.card, golden };
      await register.mutateAsync({ projectId, name: read.input.name, files: [...sent.models], card, trainedOn });
      onAdded();
    } catch (error) {
      setProblem({ field: null, message: error instanceof Error ? error.message : "The model was not added." });
      setIsAdding(false);
    }
  }

  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (mayAdd && !isAdding) void add();
        else if (!trying.state.progress) tryIt();
      }}
    >
      <ModelForm inspection={inspection} draft={draft} labels={labels} problem={problem} onChange={change} />
      <TryModel
        state={trying.state}
        labels={labels}
        isStale={isStale}
        onTry={tryIt}
        onCancel={trying.cancel}
        onChoose={trying.choose}
        onTakeLogits={() => change({ outputKind: "logits" })}
      />
      {problem && problem.field === null && <Notice tone="bad">{problem.message}</Notice>}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" disabled={!mayAdd || isAdding}>
          {isAdding ? "Adding" : "Add the model"}
        </Button>
        <LinkButton href={base} variant="ghost">
          Cancel
        </LinkButton>
        {!mayAdd && <span className="text-text-2">Try it once with these settings before it is added.</span>}
      </div>
    </form>
  );
}
