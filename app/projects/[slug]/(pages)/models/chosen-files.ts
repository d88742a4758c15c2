import { openCsv } from "@/core/dataset/csv";

/** What was chosen together: one model or its folds in order of their names, a fold map, and files that describe it. */
export interface ChosenFiles {
  models: File[];
  foldMap: File | null;
  beside: File[];
}
export type Sorted = { ok: true; files: ChosenFiles } | { ok: false; message: string };

const endsWith = (ending: string) => (file: File) => file.name.toLowerCase().endsWith(ending);

export function sortFiles(files: readonly File[]): Sorted {
  const models = files.filter(endsWith(".onnx")).sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  const beside = files.filter(endsWith(".json"));
  const [foldMap = null, ...more] = files.filter(endsWith(".csv"));
  const stranger = files.find((file) => ![...models, ...beside].includes(file) && !endsWith(".csv")(file));
  if (stranger) return { ok: false, message: `${stranger.name} is neither .onnx, nor .json, nor a fold map in .csv.` };
  if (models.length === 0) return { ok: false, message: "Choose an .onnx file among them." };
  if (more.length > 0) return { ok: false, message: "Choose one fold map only." };
  if (models.length > 1 && !foldMap)
    return {
      ok: false,
      message: "Several .onnx files are the folds of one model: choose a .csv with the columns item and fold as well.",
    };
  if (foldMap && models.length < 2) return { ok: false, message: "A fold map needs one .onnx file per fold." };
  return { ok: true, files: { models, foldMap, beside } };
}

async function* bytesOf(file: File) {
  yield new Uint8Array(await file.arrayBuffer());
}

/** Item id and the fold that held it out, counted from 0; a line that is wrong is named. */
export async function readFoldMap(file: File): Promise<[item: string, fold: number][]> {
  const { header, rows } = await openCsv(bytesOf(file));
  const [item, fold] = [header.indexOf("item"), header.indexOf("fold")];
  if (item < 0 || fold < 0) throw new Error(`${file.name}, line 1: the columns item and fold are needed.`);
  const map: [string, number][] = [];
  const lines = new Map<string, number>();
  for await (const row of rows) {
    if (row.error) throw new Error(`${file.name}, line ${row.line}: ${row.error.message}`);
    const value = row.cells[fold] ?? "";
    if (!/^\d{1,2}$/.test(value)) throw new Error(`${file.name}, line ${row.line}, column fold: a number from 0 on.`);
    const id = row.cells[item] ?? "";
    const before = lines.get(id);
    if (before !== undefined)
      throw new Error(`${file.name}, line ${row.line}: the item "${id}" stands in line ${before} already.`);
    lines.set(id, row.line);
    map.push([id, Number(value)]);
  }
  return map;
}
