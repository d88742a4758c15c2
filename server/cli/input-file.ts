import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { extname } from "node:path";
import { DatasetFileError } from "@/core/dataset/dataset-problem";
import {
  checkNpyLength,
  decodeNpy,
  decodeNpyTexts,
  MAX_NPY_HEADER,
  type NpyHeader,
  parseNpyHeader,
} from "@/core/dataset/npy";
import { InputError } from "./command";

export type InputFormat = "npy" | "csv" | "jsonl";

/** By the file's extension. */
export function formatOf(file: string): InputFormat {
  const extension = extname(file).toLowerCase();
  if (extension === ".npy") return "npy";
  if (extension === ".csv" || extension === ".tsv") return "csv";
  if (extension === ".jsonl" || extension === ".ndjson") return "jsonl";
  throw new InputError(`${file}: the extension "${extension}" is not known; .npy, .csv and .jsonl are read.`);
}

/** The whole file; an unreadable one is an input error, by its name. */
export function readInput(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): InputError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const reasons: Record<string, string> = {
    ENOENT: "there is no such file",
    EACCES: "it may not be read",
    EISDIR: "it is a folder",
  };
  return new InputError(
    `${file}: ${reasons[String(code)] ?? (error instanceof Error ? error.message : String(error))}.`,
  );
}

/** Runs a parser and puts the file's name before what it refuses. */
export function parsed<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof DatasetFileError || error instanceof RangeError)
      throw new InputError(`${file}: ${error.message}`);
    throw error;
  }
}

export type NpyArray = { header: NpyHeader } & ({ values: Float64Array } | { texts: string[] });

const CHUNK_ELEMENTS = 1 << 19;

/** Reads an .npy file in pieces, so that only the values themselves are held in memory. */
export function readNpy(file: string): NpyArray {
  let handle: number;
  try {
    handle = openSync(file, "r");
  } catch (error) {
    throw unreadable(file, error);
  }
  try {
    const stat = fstatSync(handle);
    if (stat.isDirectory()) throw new InputError(`${file}: it is a folder.`);
    return parsed(file, () => readArray(handle, stat.size));
  } finally {
    closeSync(handle);
  }
}

function readArray(handle: number, fileBytes: number): NpyArray {
  const header = parseNpyHeader(readAt(handle, 0, Math.min(fileBytes, MAX_NPY_HEADER + 16)));
  checkNpyLength(header, fileBytes);
  const { kind, size, count, dataOffset } = header;
  if (kind === "U" || kind === "S")
    return { header, texts: decodeNpyTexts(header, readAt(handle, dataOffset, count * size)) };
  const values = new Float64Array(count);
  for (let from = 0; from < count; from += CHUNK_ELEMENTS) {
    const elements = Math.min(CHUNK_ELEMENTS, count - from);
    decodeNpy(header, readAt(handle, dataOffset + from * size, elements * size), from, values);
  }
  return { header, values };
}

function readAt(handle: number, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const read = readSync(handle, bytes, done, length - done, position + done);
    if (read === 0) return bytes.subarray(0, done);
    done += read;
  }
  return bytes;
}
