import type { ReactNode } from "react";
import { z } from "zod";
import { Card } from "@/app/_components/card";
import { Chip } from "@/app/_components/chip";
import { DataTable } from "@/app/_components/data-table";
import { AxisEnds, EstimateBar, EstimateText } from "@/app/_components/estimate-plot";
import { formatBytes, formatCount, formatNoun, formatOutOfSample } from "@/app/_components/format";
import type { ShownLabel } from "@/app/_components/label-swatch";
import { When } from "@/app/_components/when";
import type { Outputs } from "@/app/_trpc/types";
import { ParityLine } from "./parity-line";

type Model = Outputs["model"]["list"][number];

const Accuracy = z.object({
  value: z.number(),
  low: z.number().optional(),
  high: z.number().optional(),
  n: z.number(),
  method: z.string(),
});
const KINDS = { imported: "imported predictions", onnx: "ONNX", baseline: "baseline" };
const SOURCES = { imported: "imported", server: "on the server", browser: "in browsers" };

function trainedOn({ trainedOn: on }: Model): string {
  if (on === "nothing") return "no item of this project";
  if (on === "unknown") return "not stated";
  if ("splits" in on) return `split ${on.splits.join(", ")}`;
  if ("snapshot" in on) return `snapshot ${on.snapshot}`;
  return "all folds but the item's own";
}

function runsWhere({ files, card }: Model): string {
  if (files.length === 0 || !card) return "no";
  return card.weights === "managers" ? "of managers only: annotators get no suggestions by it" : "yes";
}

/** One model: what it is, what it trained on, how good it is, and its prediction runs. */
export function ModelCardView({
  model,
  baseName,
  labels,
  children,
}: {
  model: Model;
  /** The model whose embeddings it reads, where it reads those. */
  baseName: string | null;
  labels: readonly ShownLabel[];
  /** What can be done with it. */
  children?: ReactNode;
}) {
  const parsed = Accuracy.safeParse(model.accuracy);
  const accuracy = parsed.success
    ? {
        value: parsed.data.value,
        n: parsed.data.n,
        method: parsed.data.method,
        ...(parsed.data.low === undefined ? {} : { low: parsed.data.low }),
        ...(parsed.data.high === undefined ? {} : { high: parsed.data.high }),
      }
    : null;
  const bytes = model.files.reduce((sum, file) => sum + file.bytes, 0);
  const chance = labels.length > 0 ? 1 / labels.length : 0;
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2 text-base">
          {model.name} {model.version} <Chip>{KINDS[model.kind]}</Chip>
        </span>
      }
      aside={
        <span className="text-xs text-text-2">
          <When at={model.createdAt} />
        </span>
      }
    >
      <div className="grid gap-4 lg:grid-cols-2">
        <dl className="grid grid-cols-[120px_1fr] content-start gap-x-3 gap-y-1.5">
          <dt className="text-text-2">Trained on</dt>
          <dd>{trainedOn(model)}</dd>
          {baseName && (
            <>
              <dt className="text-text-2">Reads</dt>
              <dd>the embeddings of {baseName}</dd>
            </>
          )}
          <dt className="text-text-2">Files</dt>
          <dd className="tabular-nums">
            {model.files.length === 0
              ? "none: predictions only"
              : `${formatNoun(model.files.length, "file")}, ${formatBytes(bytes)}`}
          </dd>
          <dt className="text-text-2">Runs in browsers</dt>
          <dd>{runsWhere(model)}</dd>
          {model.parity && <ParityLine parity={model.parity} />}
        </dl>
        <div className="flex flex-col gap-0.5">
          {accuracy ? (
            <>
              <div className="flex flex-wrap justify-between gap-x-4">
                <span>Accuracy</span>
                <EstimateText estimate={accuracy} as="share" />
              </div>
              <EstimateBar estimate={accuracy} from={0} to={1} />
              <AxisEnds from="0 %" to="100 %" name={`chance ${Math.round(chance * 100)} %`} />
              <p className="text-xs text-text-2">
                {accuracy.method}. The given labels are partly wrong, so this is not the accuracy on true labels.
              </p>
            </>
          ) : (
            <p className="text-text-2">Accuracy not measured: predictions of this model have not been compared yet.</p>
          )}
        </div>
      </div>
      {model.runs.length > 0 ? (
        <DataTable
          caption={`Prediction runs of ${model.name} ${model.version}`}
          rows={model.runs}
          rowKey={(run) => run.id}
          columns={[
            {
              id: "run",
              header: "Prediction run",
              isHead: true,
              className: "!font-normal",
              cell: (run) => run.name || (run.fold === null ? `run ${run.id}` : `fold ${run.fold + 1}`),
            },
            { id: "source", header: "Made", className: "text-text-2", cell: (run) => SOURCES[run.source] },
            {
              id: "oos",
              header: "Out-of-sample",
              cell: (run) => (
                <Chip tone={run.outOfSample === "yes" ? "good" : run.outOfSample === "no" ? "bad" : "warn"}>
                  {formatOutOfSample(run.outOfSample)}
                </Chip>
              ),
            },
            {
              id: "ms",
              header: "ms per item",
              isNumber: true,
              cell: (run) => (run.msPerItem === null ? "–" : run.msPerItem.toFixed(run.msPerItem < 10 ? 1 : 0)),
            },
            { id: "count", header: "Predictions", isNumber: true, cell: (run) => formatCount(run.count) },
          ]}
        />
      ) : (
        <p className="text-text-2">
          No predictions yet. Browsers make them while people label with this model; choose it in a queue.
        </p>
      )}
      {children}
    </Card>
  );
}
