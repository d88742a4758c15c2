"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { Card } from "@/app/_components/card";
import { Field } from "@/app/_components/field";
import { formatShare } from "@/app/_components/format";
import type { ShownLabel } from "@/app/_components/label-swatch";
import { Notice } from "@/app/_components/notice";
import { ProgressBar } from "@/app/_components/progress-bar";
import { uploadFile } from "@/app/_components/upload-file";
import { useTRPC } from "@/app/_trpc/client";
import { readFoldMap, sortFiles } from "./chosen-files";
import { ModelWizard } from "./model-wizard";
import type { SentModel } from "./sent-model";

/** An ONNX file with the files that describe it: read here, tried here, added at last. */
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
  const [sent, setSent] = useState<SentModel | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const inspect = useMutation(trpc.model.inspect.mutationOptions());
  const done = useMemo(
    () => () => {
      router.replace(base);
      router.refresh();
    },
    [router, base],
  );

  async function send(chosen: readonly File[]): Promise<SentModel> {
    const sorted = sortFiles(chosen);
    if (!sorted.ok) throw new Error(sorted.message);
    const { models, beside, foldMap } = sorted.files;
    const folds = foldMap ? await readFoldMap(foldMap) : null;
    const all = [...models, ...beside];
    const total = all.reduce((sum, file) => sum + file.size, 0);
    const hashes: string[] = [];
    let before = 0;
    for (const file of all) {
      const { sha256 } = await uploadFile(file, {
        onProgress: (share) => setSending((before + share * file.size) / total),
      });
      hashes.push(sha256);
      before += file.size;
    }
    const modelHashes = hashes.slice(0, models.length);
    const inspection = await inspect.mutateAsync({
      projectId,
      sha256: modelHashes[0] ?? "",
      files: beside.map((file, k) => ({ name: file.name, sha256: hashes[models.length + k] ?? "" })),
    });
    const files = new Map(all.map((file, k) => [hashes[k] ?? "", file]));
    return { inspection, name: models[0]?.name.replace(/\.onnx$/i, "") ?? "", models: modelHashes, files, folds };
  }

  async function take(chosen: readonly File[]) {
    setProblem(null);
    setSent(null);
    setSending(0);
    try {
      setSent(await send(chosen));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : "This did not work.");
    } finally {
      setSending(null);
    }
  }

  return (
    <Card title="Upload a model">
      <Field
        label="ONNX file, with the files that describe it"
        hint="Choose them together: the .onnx, and config.json, preprocessor_config.json, tokenizer.json or tokenizer_config.json where there are such. Folds: several .onnx with a .csv of item and fold."
      >
        {(control) => (
          <input
            {...control}
            type="file"
            multiple
            accept=".onnx,.json,.csv"
            className="input max-w-xl file:mr-3 file:border-0 file:bg-transparent file:font-medium file:text-accent"
            onChange={(event) => {
              const chosen = [...(event.target.files ?? [])];
              if (chosen.length > 0) void take(chosen);
            }}
          />
        )}
      </Field>
      {sending !== null && (
        <div role="status" className="flex max-w-xl flex-col gap-1.5">
          <span className="tabular-nums">
            {sending < 1 ? `Sending, ${formatShare(sending, 0)}` : "Reading what the files say"}
          </span>
          <ProgressBar name="Upload" done={Math.round(sending * 100)} total={100} />
        </div>
      )}
      {problem && <Notice tone="bad">{problem}</Notice>}
      <ModelWizard
        key={sent?.models.join() ?? "none"}
        projectId={projectId}
        base={base}
        sent={sent}
        labels={labels}
        onAdded={done}
      />
    </Card>
  );
}
