import { Chip } from "@/app/_components/chip";
import { DataTable } from "@/app/_components/data-table";
import { formatCount, formatNoun } from "@/app/_components/format";
import type { Outputs } from "@/app/_trpc/types";

type Run = Outputs["prediction"]["runs"][number];

const BY = {
  "other-person": "by another person's browser",
  "other-browser": "by another browser of the same person",
  "same-browser": "self-checked: by the same browser with the model started anew",
} as const;

const PROVIDERS = { wasm: "WebAssembly", webgpu: "WebGPU" } as const;

/** A difference of probabilities as people read it. @example formatDifference(1.2e-7) // "1.2e-7" */
const formatDifference = (value: number) => (value === 0 ? "0" : value.toPrecision(2));

/** What the second computations found, and by whom they were made. */
export function CheckFigures({ run }: { run: Run }) {
  const made = run.checksBy.filter(({ items }) => items > 0);
  if (made.length === 0) return null;
  return (
    <dl className="grid gap-x-3 gap-y-1 sm:grid-cols-[160px_1fr]" data-testid="checks">
      <dt className="text-text-2">Computed twice</dt>
      <dd className="tabular-nums">
        {made.map(({ by, items }) => (
          <span key={by} className="block">
            {formatNoun(items, "item")} {BY[by]}
          </span>
        ))}
      </dd>
      <dt className="text-text-2">Largest difference</dt>
      <dd className="tabular-nums">
        {formatDifference(run.largestDifference)}
        <span className="text-text-2">
          {run.tolerance === null ? " (the top label must agree)" : ` (up to ${run.tolerance} counts as equal)`}
        </span>
      </dd>
      {run.refused > 0 && (
        <>
          <dt className="text-text-2">Refused</dt>
          <dd className="tabular-nums text-bad">{formatNoun(run.refused, "shard")}, computed again by others</dd>
        </>
      )}
    </dl>
  );
}

/** The browsers that took part: what each computed and checked, how fast, and whether its results were refused. */
export function BrowserTable({ run }: { run: Run }) {
  return (
    <DataTable
      caption="Browsers that take part"
      rows={run.browsers}
      rowKey={(one) => one.browserId}
      columns={[
        {
          id: "browser",
          header: "Browser",
          isHead: true,
          className: "!font-normal",
          cell: (one) => (
            <span className="flex flex-wrap items-center gap-x-2">
              {one.browser}
              {one.person && <span className="text-text-2">{one.person}</span>}
              {one.isActive && run.state === "running" && <Chip tone="good">here now</Chip>}
              {one.refused > 0 && <Chip tone="bad">refused</Chip>}
              {one.whyRefused && <span className="basis-full text-xs text-bad">{one.whyRefused}</span>}
            </span>
          ),
        },
        {
          id: "provider",
          header: "Runtime",
          className: "text-text-2",
          cell: (one) => one.providers.map((name) => PROVIDERS[name]).join(", ") || "–",
        },
        { id: "computed", header: "Computed", isNumber: true, cell: (one) => formatCount(one.computed) },
        { id: "checked", header: "Checked", isNumber: true, cell: (one) => formatCount(one.checked) },
        {
          id: "ms",
          header: "ms per item",
          isNumber: true,
          cell: (one) => (one.msPerItem === null ? "–" : one.msPerItem.toFixed(one.msPerItem < 10 ? 1 : 0)),
        },
      ]}
    />
  );
}
