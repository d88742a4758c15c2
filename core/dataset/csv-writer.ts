import { shortestFloat32 } from "../prediction/probabilities";
import type { DatasetAnnotation, DatasetPrediction, DatasetRecord, DatasetValue, MetaValue } from "./dataset-record";
import { valueCell } from "./dataset-value";
import { formatTimestamp } from "./timestamp";

/** `machine` is exact; `spreadsheet` is lossy: cells that a spreadsheet would run as a formula get a leading apostrophe. */
export type CsvMode = "machine" | "spreadsheet";

type Cell = string | number | boolean | null;
type Column<R> = { name: string; cell: (row: R) => Cell };

const FORMULA = /^(?:[\t\r]|\s*[=+\-@＝＋－＠])/;

/**
 * One cell as CSV text: quoted only where it must be. In spreadsheet mode texts that begin like a formula, also after spaces or
 * in full width, are defused; numbers are left alone.
 *
 * @example csvCell("=1+1", "spreadsheet") // "'=1+1"
 */
export function csvCell(value: Cell, mode: CsvMode): string {
  if (value === null) return "";
  const text = mode === "spreadsheet" && typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function* table<R>(columns: readonly Column<R>[], rows: Iterable<R>, mode: CsvMode): Generator<string> {
  yield `${columns.map(({ name }) => csvCell(name, mode)).join(",")}\n`;
  for (const row of rows) yield `${columns.map(({ cell }) => csvCell(cell(row), mode)).join(",")}\n`;
}

/** items.csv, line by line. The records are walked twice: first for the columns that are used. */
export function writeItemsCsv(
  records: readonly DatasetRecord[],
  {
    mode,
    posterior,
  }: { mode: CsvMode /** Label names, for one column of soft labels each. */; posterior: readonly string[] | null },
): Generator<string> {
  const metaKeys = new Set(records.flatMap(({ meta }) => [...meta.keys()]));
  const dataColumns = new Set(records.flatMap(({ data }) => (data ?? []).map(([column]) => column)));
  const embeddings = new Set(records.flatMap(({ embedding }) => (embedding ? [embedding.name ?? ""] : [])));
  const optional: Column<DatasetRecord>[] = [
    { name: "text", cell: ({ text }) => text },
    { name: "image", cell: ({ image }) => image },
    { name: "audio", cell: ({ audio }) => audio },
    { name: "label", cell: ({ label }) => labelCell(label) },
    { name: "split", cell: ({ split }) => split },
    { name: "group", cell: ({ group }) => group },
    { name: "observed_at", cell: ({ observedAt }) => timeCell(observedAt) },
    ...[...dataColumns].map((name) => ({
      name: `data.${name}`,
      cell: ({ data }: DatasetRecord): Cell => data?.find(([column]) => column === name)?.[1] ?? null,
    })),
    ...[...metaKeys].map((key) => ({
      name: `meta.${key}`,
      cell: ({ meta }: DatasetRecord): MetaValue => meta.get(key) ?? null,
    })),
    ...[...embeddings].map((name) => ({
      name: `embedding.${name}`,
      cell: (record: DatasetRecord) => vectorCell(record, name),
    })),
    { name: "resolved.label", cell: ({ resolved }) => labelCell(resolved?.label ?? null) },
    { name: "resolved.source", cell: ({ resolved }) => resolved?.source ?? null },
    { name: "resolved.status", cell: ({ resolved }) => resolved?.status ?? null },
    ...(posterior ?? []).map((name) => ({
      name: `posterior_${name}`,
      cell: ({ resolved }: DatasetRecord) => (resolved?.posterior ? (resolved.posterior.get(name) ?? 0) : null),
    })),
  ];
  const used = optional.filter(({ cell }) => records.some((record) => cell(record) !== null));
  return table([{ name: "id", cell: ({ id }) => id }, ...used], records, mode);
}

const labelCell = (label: DatasetValue | null) => (label === null ? null : valueCell(label));
const timeCell = (time: number | null) => (time === null ? null : formatTimestamp(time));

function vectorCell({ embedding }: DatasetRecord, name: string): string | null {
  return embedding && (embedding.name ?? "") === name
    ? `[${Array.from(embedding.vector, shortestFloat32).join(",")}]`
    : null;
}

/** predictions.csv, line by line; scalar-only predictions have no place in it and are left out. */
export function writePredictionsCsv(
  records: readonly DatasetRecord[],
  { mode, labels }: { mode: CsvMode; labels: readonly string[] },
): Generator<string> {
  type Row = { id: string | null; prediction: DatasetPrediction };
  const rows = records.flatMap(({ id, predictions }) =>
    predictions.filter(({ probs }) => probs !== null).map((prediction): Row => ({ id, prediction })),
  );
  const columns: Column<Row>[] = [
    { name: "id", cell: ({ id }) => id },
    { name: "model", cell: ({ prediction }) => prediction.model },
    ...usedOnly<Row>(rows, [
      { name: "run", cell: ({ prediction }) => prediction.run },
      { name: "fold", cell: ({ prediction }) => prediction.fold },
    ]),
    { name: "out_of_sample", cell: ({ prediction }) => prediction.outOfSample },
    ...labels.map((name) => ({
      name: `prob_${name}`,
      cell: ({ prediction }: Row) => probabilityCell(prediction, name),
    })),
  ];
  return table(columns, rows, mode);
}

/** As a number, so that spreadsheets leave it alone. */
function probabilityCell({ labels, probs }: DatasetPrediction, name: string): number | null {
  const value = probs?.[labels.indexOf(name)];
  return value === undefined ? null : Number(shortestFloat32(value));
}

/** annotations.csv, line by line. */
export function writeAnnotationsCsv(records: readonly DatasetRecord[], { mode }: { mode: CsvMode }): Generator<string> {
  type Row = { id: string | null; annotation: DatasetAnnotation };
  const rows = records.flatMap(({ id, annotations }) => annotations.map((annotation): Row => ({ id, annotation })));
  const column = (name: string, cell: (annotation: DatasetAnnotation) => Cell): Column<Row> => ({
    name,
    cell: ({ annotation }) => cell(annotation),
  });
  const columns: Column<Row>[] = [
    { name: "id", cell: ({ id }) => id },
    column("uid", ({ uid }) => uid),
    column("annotator", ({ annotator }) => annotator),
    column("kind", ({ kind }) => kind),
    column("label", ({ label }) => labelCell(label)),
    column("certainty", ({ certainty }) => certainty),
    column("at", ({ at }) => formatTimestamp(at)),
    column("duration_ms", ({ durationMs }) => durationMs),
    column("mode", ({ mode: arm }) => (arm === "unknown" ? null : arm)),
    column("suggestion.model", ({ suggestion }) => suggestion?.model ?? null),
    column("suggestion.label", ({ suggestion }) => suggestion?.label ?? null),
    column("suggestion.prob", ({ suggestion }) => suggestion?.prob ?? null),
    column("channel", ({ channel }) => channel),
    ...usedOnly(rows, [
      column("queue", ({ queue }) => queue),
      column("question", ({ question }) => question),
      column("offered", ({ offered }) => offered),
      column("late", ({ isLate }) => (isLate ? true : null)),
      column("arm_probability", ({ armProbability }) => armProbability),
    ]),
  ];
  return table(columns, rows, mode);
}

function usedOnly<R>(rows: readonly R[], columns: readonly Column<R>[]): Column<R>[] {
  return columns.filter(({ cell }) => rows.some((row) => cell(row) !== null));
}
