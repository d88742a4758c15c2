/** Why one row was rejected. */
export const ROW_CODES = [
  "json-syntax",
  "json-depth",
  "row-too-long",
  "encoding",
  "csv-columns",
  "id-missing",
  "id-invalid",
  "id-not-exact",
  "id-conflict",
  "id-unknown",
  "payload-missing",
  "payload-invalid",
  "payload-changed",
  "media-missing",
  "media-invalid",
  "label-invalid",
  "label-unknown",
  "label-many",
  "label-index",
  "meta-invalid",
  "probs-range",
  "probs-sum",
  "probs-length",
  "probs-incomplete",
  "probs-type",
  "prediction-conflict",
  "annotator-invalid",
  "time-invalid",
  "duration-invalid",
  "blind-with-suggestion",
  "embedding-invalid",
  "field-limit",
] as const;
export type RowCode = (typeof ROW_CODES)[number];

/** One row cannot be read; the file can. `field` names the place, for instance `predictions[0].probs`. */
export class RowProblem extends Error {
  override readonly name = "RowProblem";

  constructor(
    readonly code: RowCode,
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

export const FILE_CODES = [
  "format-unknown",
  "encoding",
  "csv-quote",
  "csv-header",
  "npy-header",
  "npy-dtype",
  "npy-shape",
  "too-large",
] as const;
export type FileCode = (typeof FILE_CODES)[number];

/** The file cannot be read, or not from this place on; a row code where one bad row is enough to refuse the file. */
export class DatasetFileError extends Error {
  override readonly name = "DatasetFileError";
  readonly line: number | null;
  readonly byteOffset: number | null;

  constructor(
    readonly code: FileCode | RowCode,
    message: string,
    { line = null, byteOffset = null }: { line?: number | null; byteOffset?: number | null } = {},
  ) {
    super(message);
    this.line = line;
    this.byteOffset = byteOffset;
  }
}
