import { mediaPathProblem, textProblem } from "../item/item-content";
import { type RowData, type RowValue, rowDataProblem } from "../item/row-data";
import { describeType } from "../label-set/label-name";
import type { MediaType } from "../label-set/label-set";
import { RowProblem } from "./dataset-problem";
import type { DatasetRecord } from "./dataset-record";
import { isObject, type JsonObject } from "./json-row";
import { isAbsent } from "./record-fields";

export type Payload = Pick<DatasetRecord, "text" | "image" | "audio" | "data">;

/** The field of a row that holds the payload of each kind of media. */
export const PAYLOAD_FIELDS = { text: "text", image: "image", audio: "audio", table: "data" } as const;

/** What is judged and what is shown beside it; a row without what the project judges is refused. */
export function readPayload(json: JsonObject, media: MediaType, dataColumns: readonly string[] | null): Payload {
  const judged = PAYLOAD_FIELDS[media];
  if (isAbsent(json[judged])) throw new RowProblem("payload-missing", judged, `The row has no ${judged}.`);
  return {
    text: readText(json.text, media === "text"),
    image: readPath(json.image, "image"),
    audio: readPath(json.audio, "audio"),
    data: readData(json.data, dataColumns),
  };
}

/** The path by which an item can be named: that of the file that is judged. */
export const mediaPathOf = ({ image, audio }: Pick<Payload, "image" | "audio">, media: MediaType): string | null =>
  media === "audio" ? audio : image;

function readText(value: unknown, isJudged: boolean): string | null {
  if (isAbsent(value)) return null;
  if (typeof value !== "string") throw notText("text", value);
  if (value === "" && !isJudged) return null;
  const message = textProblem(value);
  if (message) throw new RowProblem("payload-invalid", "text", message);
  return value;
}

function readPath(value: unknown, field: "image" | "audio"): string | null {
  if (isAbsent(value)) return null;
  if (typeof value !== "string") throw notText(field, value);
  const message = mediaPathProblem(value);
  if (message) throw new RowProblem("payload-invalid", field, message);
  return value;
}

function readData(value: unknown, columns: readonly string[] | null): RowData | null {
  if (isAbsent(value)) return null;
  if (!isObject(value))
    throw new RowProblem("payload-invalid", "data", `Expected an object; found ${describeType(value)}.`);
  const entries = columns
    ? columns.flatMap((column) => (Object.hasOwn(value, column) ? [[column, value[column]] as const] : []))
    : Object.entries(value);
  const problem = rowDataProblem(entries);
  if (problem)
    throw new RowProblem(
      "payload-invalid",
      problem.column === null ? "data" : `data.${problem.column}`,
      problem.message,
    );
  return entries.map(([column, entry]) => [column, entry as RowValue]);
}

function notText(field: string, value: unknown): RowProblem {
  return new RowProblem("payload-invalid", field, `Expected text; found ${describeType(value)}.`);
}
