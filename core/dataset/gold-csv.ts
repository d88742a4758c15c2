import { normaliseName } from "../label-set/label-name";
import { DatasetFileError } from "./dataset-problem";
import { LongCsv } from "./long-csv";

const COLUMNS = [
  ["item", "task", "question", "id", "unit"],
  ["label", "gold", "truth", "answer", "value"],
] as const;

/**
 * Reads `item,label`: the label that is known to be right, by item id; other columns are ignored.
 *
 * Rows without a label are left out. Names are NFC without outer white space. Throws `DatasetFileError` with the line of the
 * first row that cannot be read, and where one item has two different labels.
 *
 * Cost: O(bytes).
 *
 * @example parseGoldCsv(bytes of "item,label\na,yes\n").get("a") // "yes"
 */
export function parseGoldCsv(bytes: Uint8Array): Map<string, string> {
  const csv = new LongCsv(bytes, columnsOf);
  const gold = new Map<string, string>();
  while (csv.nextRow()) {
    if (csv.isEmpty(1)) continue;
    const { line } = csv;
    if (csv.isEmpty(0)) throw new DatasetFileError("id-missing", `Line ${line}: the item is empty.`, { line });
    const [item, label] = [normaliseName(csv.text(0)), normaliseName(csv.text(1))];
    if ((gold.get(item) ?? label) !== label)
      throw new DatasetFileError("id-conflict", `Line ${line}: item "${item}" has another gold label above.`, { line });
    gold.set(item, label);
  }
  return gold;
}

function columnsOf(header: readonly string[]): number[] {
  const lower = header.map((name) => name.toLowerCase());
  return COLUMNS.map((known) => {
    const name = known.find((candidate) => lower.includes(candidate));
    if (name !== undefined) return lower.indexOf(name);
    const message = `The header has no column "${known[0]}"; expected item,label, found ${header.join(",")}.`;
    throw new DatasetFileError("csv-header", message, { line: 1 });
  });
}
