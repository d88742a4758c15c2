"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button, LinkButton } from "@/app/_components/button";
import { Card } from "@/app/_components/card";
import { Field } from "@/app/_components/field";
import { formatShare } from "@/app/_components/format";
import type { ShownLabel } from "@/app/_components/label-swatch";
import { Notice } from "@/app/_components/notice";
import { ProgressBar } from "@/app/_components/progress-bar";
import { uploadFile } from "@/app/_components/upload-file";
import { useTRPC } from "@/app/_trpc/client";
import { draftOf, type Inspection, type ModelDraft, readDraft } from "./model-draft";
import { ModelForm } from "./model-form";

/** An ONNX file, what it says of itself, and what only a person knows. */
export function UploadModel({
  projectId,
  base,
  labels,
}: {
  projectId: number;
  base: string;
  labels: readonly ShownLabel[];
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const [sending, setSending] = useState<number | null>(null);
  const [found, setFound] = useState<{ sha256: string; inspection: Inspection } | null>(null);
  const [draft, setDraft] = useState<ModelDraft | null>(null);
  const [problem, setProblem] = useState<{ field: keyof ModelDraft | null; message: string } | null>(null);
  const inspect = useMutation(trpc.model.inspect.mutationOptions());
  const register = useMutation(
    trpc.model.register.mutationOptions({
      onSuccess: () => {
        router.replace(base);
        router.refresh();
      },
      onError: (error) => setProblem({ field: null, message: error.message }),
    }),
  );
  async function take(file: File) {
    setProblem(null);
    setFound(null);
    setSending(0);
    try {
      const { sha256 } = await uploadFile(file, { onProgress: setSending });
      const inspection = await inspect.mutateAsync({ projectId, sha256 });
      setFound({ sha256, inspection });
      setDraft(draftOf(inspection.card, file.name.replace(/\.onnx$/i, "")));
    } catch (error) {
      setProblem({ field: null, message: error instanceof Error ? error.message : "This did not work." });
    } finally {
      setSending(null);
    }
  }
  return (
    <Card title="Upload a model">
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!found || !draft) return;
          const read = readDraft(found.inspection.card, draft);
          setProblem(read.ok ? null : { field: read.field, message: read.message });
          if (read.ok) register.mutate({ projectId, files: [found.sha256], ...read.input });
        }}
      >
        <Field
          label="ONNX file"
          hint="One file with its weights inside, up to 2 GiB. It is read here and run only in browsers."
        >
          {(control) => (
            <input
              {...control}
              type="file"
              accept=".onnx"
              className="input max-w-xl file:mr-3 file:border-0 file:bg-transparent file:font-medium file:text-accent"
              onChange={(event) => {
                const file = event.target.files?.[0];
                if (file) void take(file);
              }}
            />
          )}
        </Field>
        {sending !== null && (
          <div role="status" className="flex max-w-xl flex-col gap-1.5">
            <span className="tabular-nums">
              {sending < 1 ? `Sending, ${formatShare(sending, 0)}` : "Reading what the file says of itself"}
            </span>
            <ProgressBar name="Upload" done={Math.round(sending * 100)} total={100} />
          </div>
        )}
        {found && draft && (
          <ModelForm
            inspection={found.inspection}
            draft={draft}
            labels={labels}
            problem={problem}
            onChange={(change) => setDraft({ ...draft, ...change })}
          />
        )}
        {problem && problem.field === null && <Notice tone="bad">{problem.message}</Notice>}
        <div className="flex gap-2">
          <Button type="submit" variant="primary" disabled={!found || register.isPending}>
            Add the model
          </Button>
          <LinkButton href={base} variant="ghost">
            Cancel
          </LinkButton>
        </div>
      </form>
    </Card>
  );
}
