"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button, LinkButton } from "@/app/_components/button";
import { Card } from "@/app/_components/card";
import { Field } from "@/app/_components/field";
import { formatBytes, formatCount, formatNoun, formatShare } from "@/app/_components/format";
import { type Job, JobProgress } from "@/app/_components/job-progress";
import type { ShownLabel } from "@/app/_components/label-swatch";
import { Notice } from "@/app/_components/notice";
import { ProgressBar } from "@/app/_components/progress-bar";
import { uploadFile } from "@/app/_components/upload-file";
import { useTRPC } from "@/app/_trpc/client";
import type { MediaType } from "@/core/label-set/label-set";
import { ImportOptionFields } from "./import-option-fields";
import { DEFAULT_IMPORT_OPTIONS, ImportResult } from "./import-options";
import { ImportReport } from "./import-report";

interface ImportPanelProps {
  projectId: number;
  media: MediaType;
  labels: readonly ShownLabel[];
  closeHref: string;
}

const ZIP_LABELS = {
  image: "Images, optional",
  audio: "Recordings, optional",
  text: "Pictures and recordings, optional",
};
const ZIP_HINTS = {
  image: "A zip of the pictures that the rows name, and of recordings as context. Only for new items.",
  audio: "A zip of the recordings that the rows name: WAV, MP3, Ogg, FLAC or M4A. Only for new items.",
  text: "A zip of pictures or recordings that the rows name as context. Only for new items.",
};

interface Uploaded {
  sha256: string;
  mediaSha256: string | null;
}

/** File, options, dry run, report, and only then the import. */
export function ImportPanel({ projectId, media, labels, closeHref }: ImportPanelProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const [file, setFile] = useState<File | null>(null);
  const [images, setImages] = useState<File | null>(null);
  const [options, setOptions] = useState(DEFAULT_IMPORT_OPTIONS);
  const [sending, setSending] = useState<{ name: string; share: number } | null>(null);
  const [uploaded, setUploaded] = useState<Uploaded | null>(null);
  const [running, setRunning] = useState<{ jobId: number; dryRun: boolean } | null>(null);
  const [result, setResult] = useState<ImportResult | null>(null);
  const [problem, setProblem] = useState("");
  const start = useMutation(trpc.data.import.mutationOptions());

  const forget = () => {
    setResult(null);
    setRunning(null);
    setProblem("");
  };
  async function send(one: File) {
    setSending({ name: one.name, share: 0 });
    return uploadFile(one, { onProgress: (share) => setSending({ name: one.name, share }) });
  }
  async function run(dryRun: boolean) {
    if (!file) return;
    forget();
    try {
      const sent =
        uploaded ??
        ({
          sha256: (await send(file)).sha256,
          mediaSha256: images ? (await send(images)).sha256 : null,
        } satisfies Uploaded);
      setUploaded(sent);
      setSending(null);
      const { jobId } = await start.mutateAsync({ projectId, ...sent, ...options, dryRun });
      setRunning({ jobId, dryRun });
    } catch (error) {
      setSending(null);
      setProblem(error instanceof Error ? error.message : "This did not work.");
    }
  }
  function finished(job: Job) {
    const parsed = ImportResult.safeParse(job.result);
    setRunning(null);
    if (!parsed.success) return setProblem("The server's report cannot be read.");
    setResult(parsed.data);
    if (!parsed.data.dryRun) router.refresh();
  }
  const isBusy = sending !== null || running !== null || start.isPending;
  const isDone = result !== null && !result.dryRun;
  return (
    <Card
      title="Import"
      aside={
        <LinkButton href={closeHref} variant="ghost" isSmall>
          Close
        </LinkButton>
      }
    >
      {!isDone && (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void run(true);
          }}
        >
          <div className="grid gap-4 md:grid-cols-2">
            <Field label="Data file" hint="JSONL or CSV: one item, prediction or answer a row. It is found out which.">
              {(control) => (
                <input
                  {...control}
                  type="file"
                  required
                  accept=".jsonl,.ndjson,.json,.csv,.txt"
                  className="input file:mr-3 file:border-0 file:bg-transparent file:font-medium file:text-accent"
                  onChange={(event) => {
                    setFile(event.target.files?.[0] ?? null);
                    setUploaded(null);
                    forget();
                  }}
                />
              )}
            </Field>
            {media !== "table" && (
              <Field label={ZIP_LABELS[media]} hint={ZIP_HINTS[media]}>
                {(control) => (
                  <input
                    {...control}
                    type="file"
                    accept=".zip"
                    className="input file:mr-3 file:border-0 file:bg-transparent file:font-medium file:text-accent"
                    onChange={(event) => {
                      setImages(event.target.files?.[0] ?? null);
                      setUploaded(null);
                      forget();
                    }}
                  />
                )}
              </Field>
            )}
          </div>
          <ImportOptionFields
            options={options}
            onChange={(next) => {
              setOptions(next);
              forget();
            }}
          />
          {sending && (
            <div role="status" className="flex flex-col gap-1.5">
              <span>
                Sending {sending.name} <span className="text-text-2 tabular-nums">{formatShare(sending.share, 0)}</span>
              </span>
              <ProgressBar name="Upload" done={Math.round(sending.share * 100)} total={100} />
            </div>
          )}
          {problem && <Notice tone="bad">{problem}</Notice>}
          {running && (
            <JobProgress
              projectId={projectId}
              jobId={running.jobId}
              name={running.dryRun ? "Dry run" : "Import"}
              onDone={finished}
            />
          )}
          {result && <ImportReport result={result} labels={labels} />}
          <div className="flex flex-wrap items-center gap-2">
            {result ? (
              <Button
                variant="primary"
                disabled={isBusy || result.report.accepted === 0}
                onClick={() => void run(false)}
              >
                Import {formatNoun(result.report.accepted, "row")}
              </Button>
            ) : (
              <Button type="submit" variant="primary" disabled={!file || isBusy}>
                Try it first
              </Button>
            )}
            {file && (
              <span className="text-xs text-text-2">
                {file.name}, {formatBytes(file.size)}
              </span>
            )}
            {!result && <span className="text-xs text-text-2">A dry run reads the whole file and stores nothing.</span>}
          </div>
        </form>
      )}
      {isDone && result && (
        <>
          <Notice tone="good" title="Imported">
            {formatCount(result.report.created)} created, {formatCount(result.report.updated)} updated,{" "}
            {formatCount(result.report.duplicates)} were there already, {formatCount(result.report.rejected)} rejected.
          </Notice>
          <ImportReport result={result} labels={labels} />
        </>
      )}
    </Card>
  );
}
