import { cellValue } from "../item/row-data";
import { type CsvMode, csvCell } from "./csv-writer";
import type { DatasetAnnotation, DatasetRecord, DatasetValue } from "./dataset-record";
import type { Manifest } from "./manifest";

type Loss = Manifest["losses"][number];
/** What the tables cannot say, and how often one record has it. */
type Kind = { what: string; why: string; of: (record: DatasetRecord) => number };

const isList = (value: DatasetValue | null) => value !== null && typeof value !== "string";
const some = (is: boolean) => (is ? 1 : 0);
const among = <T>(list: readonly T[], is: (one: T) => boolean) => list.reduce((n, one) => n + some(is(one)), 0);
/** A text that a reader takes for a number, for true or false. */
const readsAsAnother = (value: unknown) => typeof value === "string" && value !== "" && cellValue(value) !== value;
const hasMore = ({ reason, note, candidates, supersedes }: DatasetAnnotation) =>
  reason !== null || note !== null || candidates !== null || supersedes !== null;

function valuesInCells({ label, resolved, annotations }: DatasetRecord): number {
  return among([label, resolved?.label ?? null], isList) + among(annotations, (annotation) => isList(annotation.label));
}

const ALWAYS: readonly Kind[] = [
  {
    what: "adjudications",
    why: "CSV has no table for decisions; their result is in resolved.label.",
    of: ({ adjudications }) => adjudications.length,
  },
  { what: "extra", why: "Fields of other tools do not fit into columns.", of: ({ extra }) => some(extra.size > 0) },
  {
    what: "parts of annotations",
    why: "Reasons of flags, notes, the two candidates of a verify question and what an answer replaces have no column.",
    of: ({ annotations }) => among(annotations, hasMore),
  },
  {
    what: "votes",
    why: "The votes behind a resolved label have no column.",
    of: (r) => some(!!r.resolved?.votes?.size),
  },
  { what: "hashes", why: "The hash of the media file has no column.", of: ({ sha256 }) => some(sha256 !== null) },
  { what: "exclusions", why: "When and why an item was excluded has no column.", of: (r) => some(r.excluded !== null) },
  {
    what: "structured values",
    why: "Several labels, spans and boxes stand as JSON text in one cell: a spreadsheet cannot filter by them.",
    of: valuesInCells,
  },
  {
    what: "types of data values",
    why: "Cells have no type: these texts read as a number, as true or as false.",
    of: ({ data }) => among(data ?? [], ([, value]) => readsAsAnother(value)),
  },
  {
    what: "types of meta values",
    why: "Cells have no type: these numbers, true and false read as text.",
    of: ({ meta }) => among([...meta.values()], (value) => value !== null && typeof value !== "string"),
  },
  {
    what: "empty texts",
    why: "An empty cell is no value: these empty texts read as none.",
    of: ({ data, meta }) => among([...(data ?? []).map(([, value]) => value), ...meta.values()], (one) => one === ""),
  },
];

/**
 * What the CSV tables of these records lose, for the manifest; only what is there to be lost, with how often.
 *
 * @example csvLosses([record with one decision], "machine") // [{ what: "adjudications", count: 1, why: "..." }]
 */
export function csvLosses(records: readonly DatasetRecord[], mode: CsvMode): Loss[] {
  const columns = new Set(records.flatMap(({ data }) => (data ?? []).map(([column]) => column)));
  const kinds: readonly Kind[] = [
    ...ALWAYS,
    {
      what: "absent columns",
      why: "A row without a column reads as one with no value in it, and a column without any value is left out.",
      of: ({ data }) => some(data !== null && data.length < columns.size),
    },
    ...(mode === "spreadsheet" ? [DEFUSED] : []),
  ];
  return kinds.flatMap(({ what, why, of }) => {
    const count = records.reduce((n, record) => n + of(record), 0);
    return count === 0 ? [] : [{ what, count, why }];
  });
}

const DEFUSED: Kind = {
  what: "exact text",
  why: "Cells that look like formulas got a leading apostrophe.",
  of: ({ id, text, image, audio, label, split, group, data, meta }) =>
    among(
      [id, text, image, audio, label, split, group, ...(data ?? []).map(([, value]) => value), ...meta.values()],
      (cell) => typeof cell === "string" && csvCell(cell, "spreadsheet") !== csvCell(cell, "machine"),
    ),
};
