"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { CheckField, SelectField } from "@/app/_components/field";
import { JobProgress } from "@/app/_components/job-progress";
import { Notice } from "@/app/_components/notice";
import { useTRPC } from "@/app/_trpc/client";

/** A zip with the data and a manifest, made from the snapshot's files alone. */
export function ExportForm({ projectId, snapshotId }: { projectId: number; snapshotId: number }) {
  const trpc = useTRPC();
  const router = useRouter();
  const [format, setFormat] = useState<"jsonl" | "csv">("jsonl");
  const [includeUndecided, setIncludeUndecided] = useState(false);
  const [pseudonyms, setPseudonyms] = useState(false);
  const [forSpreadsheets, setForSpreadsheets] = useState(false);
  const start = useMutation(trpc.data.export.mutationOptions());
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate({
          projectId,
          snapshotId,
          format,
          includeUndecided,
          pseudonyms,
          forSpreadsheets: forSpreadsheets && format === "csv",
        });
      }}
    >
      <div className="flex flex-wrap items-start gap-x-8 gap-y-3">
        <SelectField
          label="Format"
          value={format}
          options={[
            ["jsonl", "JSONL: everything, one item a line"],
            ["csv", "CSV: items, answers, predictions"],
          ]}
          onChoose={setFormat}
        />
        <div className="flex flex-col gap-1.5 pt-1">
          <CheckField
            label="With undecidable and excluded items"
            hint="Left out and counted otherwise."
            isChecked={includeUndecided}
            onCheck={setIncludeUndecided}
          />
          <CheckField label="Numbers instead of people's names" isChecked={pseudonyms} onCheck={setPseudonyms} />
          {format === "csv" && (
            <CheckField
              label="For spreadsheets"
              hint="Cells that look like formulas are changed: cannot be imported exactly."
              isChecked={forSpreadsheets}
              onCheck={setForSpreadsheets}
            />
          )}
        </div>
      </div>
      {start.error && <Notice tone="bad">{start.error.message}</Notice>}
      {start.data && (
        <JobProgress
          key={start.data.jobId}
          projectId={projectId}
          jobId={start.data.jobId}
          name="Export"
          onDone={() => router.refresh()}
        />
      )}
      <div>
        <Button type="submit" disabled={start.isPending}>
          Export
        </Button>
      </div>
    </form>
  );
}
