"use client";
import { DataTable } from "@/app/_components/data-table";
import { formatCount } from "@/app/_components/format";
import { LabelOf, type ShownLabel } from "@/app/_components/label-swatch";
import { Notice } from "@/app/_components/notice";
import type { ImportResult } from "./import-options";

const NORMALISED: Record<string, string> = {
  labelNames: "label names brought to one form",
  ids: "ids brought to one form",
  probsSumOff: "predictions whose probabilities did not sum to 1, divided by their sum",
  probsClamped: "predictions with values slightly outside 0 to 1, clamped",
};

/** What a file did, or would do: every row counted once, and the first errors with line and field. */
export function ImportReport({ result, labels }: { result: ImportResult; labels: readonly ShownLabel[] }) {
  const { report, errors, preview } = result;
  const tallies = [
    { name: "Rows", ...report },
    { name: "Answers in them", ...report.annotations },
    { name: "Predictions in them", ...report.predictions },
  ].filter((tally) => tally.name === "Rows" || tally.total > 0);
  const normalised = Object.entries(report.normalised).filter(([, n]) => n > 0);
  return (
    <section aria-label="Report" className="flex flex-col gap-4" data-testid="import-report">
      <div className="grid gap-4 lg:grid-cols-2">
        <div className="flex flex-col gap-2">
          <h3 className="font-semibold">{result.dryRun ? "What the file would do" : "What the file did"}</h3>
          <DataTable
            caption="Counts"
            rows={tallies}
            rowKey={(tally) => tally.name}
            columns={[
              { id: "name", header: "", isHead: true, cell: (tally) => tally.name },
              { id: "total", header: "Total", isNumber: true, cell: (tally) => formatCount(tally.total) },
              { id: "accepted", header: "Accepted", isNumber: true, cell: (tally) => formatCount(tally.accepted) },
              {
                id: "duplicates",
                header: "Duplicates",
                isNumber: true,
                cell: (tally) => formatCount(tally.duplicates),
              },
              {
                id: "rejected",
                header: "Rejected",
                isNumber: true,
                cell: (tally) => (
                  <span className={tally.rejected > 0 ? "font-semibold text-bad" : ""}>
                    {formatCount(tally.rejected)}
                  </span>
                ),
              },
            ]}
          />
          <p className="text-xs text-text-2 tabular-nums">
            {formatCount(report.created)} new items, {formatCount(report.updated)} updated
            {result.differing > 0 &&
              `; ${formatCount(result.differing)} are there with other content and stay as they are`}
            .{normalised.map(([key, n]) => ` ${formatCount(n)} ${NORMALISED[key] ?? key}.`)}
          </p>
        </div>
        {preview.length > 0 && (
          <div className="flex min-w-0 flex-col gap-2">
            <h3 className="font-semibold">First rows</h3>
            <DataTable
              caption="First rows"
              rows={preview.slice(0, 4)}
              rowKey={(row) => row.id ?? ""}
              columns={[
                { id: "id", header: "Id", isHead: true, className: "max-w-40 truncate", cell: (row) => row.id },
                {
                  id: "content",
                  header: "Content",
                  className: "max-w-64 truncate text-text-2",
                  cell: (row) => <bdi>{row.text ?? row.image ?? ""}</bdi>,
                },
                {
                  id: "label",
                  header: "Given label",
                  cell: (row) => (
                    <LabelOf
                      labels={labels}
                      labelKey={labels.find((label) => label.name === row.label)?.key ?? row.label}
                    />
                  ),
                },
              ]}
            />
          </div>
        )}
      </div>
      {errors.length > 0 && (
        <div className="flex flex-col gap-2">
          <h3 className="font-semibold">
            Rejected rows{" "}
            <span className="font-normal text-text-2">
              {Object.entries(report.codes)
                .map(([code, n]) => `${formatCount(n)} ${code}`)
                .join(", ")}
            </span>
          </h3>
          <DataTable
            caption="Rejected rows"
            rows={errors.slice(0, 10)}
            rowKey={(error) => `${error.line}-${error.field}`}
            columns={[
              {
                id: "line",
                header: "Line",
                isNumber: true,
                className: "w-16",
                cell: (error) => formatCount(error.line),
              },
              { id: "field", header: "Field", className: "font-mono text-xs", cell: (error) => error.field },
              { id: "message", header: "What is wrong", cell: (error) => error.message },
              { id: "code", header: "Code", className: "font-mono text-xs text-text-2", cell: (error) => error.code },
            ]}
          />
          {errors.length > 10 && (
            <p className="text-xs text-text-2">The first 10 of {formatCount(report.rejected)} are listed.</p>
          )}
        </div>
      )}
      {report.warnings.length > 0 && (
        <Notice tone="warn" title={`${formatCount(report.warnings.length)} warnings`}>
          <ul>
            {report.warnings.slice(0, 5).map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
      )}
    </section>
  );
}
