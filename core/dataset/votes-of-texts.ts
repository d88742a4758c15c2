import { normaliseName } from "../label-set/label-name";
import { DatasetFileError } from "./dataset-problem";
import { isObject } from "./json-row";
import { jsonLines } from "./score-tables";
import { byCodePoint, type VotesFile } from "./votes-csv";

/** Votes from JSON lines `{"item": ..., "annotator": ..., "label": ...}`; ids and labels are text or numbers, a null label is no vote. */
export function parseVotesJsonl(bytes: Uint8Array): VotesFile {
  const rows: [string, string, string][] = [];
  let rowsWithoutLabel = 0;
  for (const { line, value } of jsonLines(bytes)) {
    if (!isObject(value)) throw new DatasetFileError("json-syntax", `Line ${line}: expected an object.`, { line });
    const label = value.label ?? "";
    if (label === "") {
      rowsWithoutLabel++;
      continue;
    }
    const cells = [value.item ?? value.id, value.annotator, label].map((cell, k) => {
      if ((typeof cell === "string" && cell !== "") || typeof cell === "number") return normaliseName(String(cell));
      const key = ["item", "annotator", "label"][k];
      throw new DatasetFileError(
        k === 0 ? "id-missing" : "annotator-invalid",
        `Line ${line}: "${key}" must be text or a number.`,
        {
          line,
        },
      );
    });
    rows.push(cells as [string, string, string]);
  }
  return { ...votesOfTexts(rows), rowsWithoutLabel };
}

/**
 * Votes from a matrix of class indices, one row per item and one column per annotator, NaN (or -1) where there is no vote.
 * Throws a RangeError for any other value that is no index.
 */
export function votesOfMatrix(values: Float64Array, annotators: number): VotesFile {
  const items = annotators === 0 ? 0 : values.length / annotators;
  const rows: [string, string, string][] = [];
  let rowsWithoutLabel = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    const item = Math.floor(at / annotators);
    if (Number.isNaN(value) || value === -1) rowsWithoutLabel++;
    else if (Number.isInteger(value) && value >= 0) rows.push([String(item), String(at % annotators), String(value)]);
    else throw new RangeError(`item ${item}, annotator ${at % annotators}: ${value} is no class index`);
  }
  return {
    ...votesOfTexts(
      rows,
      Array.from({ length: items }, (_, k) => String(k)),
    ),
    rowsWithoutLabel,
  };
}

function votesOfTexts(rows: readonly [string, string, string][], known: readonly string[] = []) {
  const items = [...new Set([...known, ...rows.map(([item]) => item)])];
  const annotators = [...new Set(rows.map(([, annotator]) => annotator))].sort(byCodePoint);
  const labels = [...new Set(rows.map(([, , label]) => label))].sort(byCodePoint);
  const column = (k: 0 | 1 | 2, names: readonly string[]) => {
    const position = new Map(names.map((name, index) => [name, index]));
    return Int32Array.from(rows, (row) => position.get(row[k]) as number);
  };
  return {
    items,
    annotators,
    labels,
    item: column(0, items),
    annotator: column(1, annotators),
    label: column(2, labels),
  };
}
