import { createHash, randomUUID } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";
import { modelProblem } from "@/core/onnx/model-limits";
import { type ModelMetadata, readModelMetadata } from "@/core/onnx/model-metadata";
import { ModelFileError } from "@/core/onnx/protobuf-reader";
import type { ModelFile } from "@/db/schema/models";
import type { DataDirectory } from "../data-directory";
import { invalid } from "../errors";

/** No browser loads more. */
export const MAX_MODEL_BYTES = 512 * 1024 ** 2;

/** What the file says of itself; refuses what no runtime should load. */
export function inspectModel(bytes: Uint8Array): ModelMetadata {
  let metadata: ModelMetadata;
  try {
    metadata = readModelMetadata(bytes);
  } catch (error) {
    if (error instanceof ModelFileError) throw invalid(`This is not a usable ONNX file: ${error.message}`, "model");
    throw error;
  }
  const problem = modelProblem(metadata);
  if (problem) throw invalid(problem, "model");
  return metadata;
}

/** Keeps a model's bytes under their SHA-256. */
export async function keepModelFile(data: DataDirectory, bytes: Uint8Array, fold: number | null): Promise<ModelFile> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const partial = data.model(`partial-${randomUUID()}`);
  await writeFile(partial, bytes, { flush: true });
  await rename(partial, data.model(sha256));
  return { fold, sha256, bytes: bytes.byteLength };
}
