import { audioFormatOf } from "@/core/item/audio-format";
import { OperationError } from "../errors";
import type { JobContext } from "../jobs/job-context";
import { type StoredAudio, storeAudio } from "../media/store-audio";
import { type StoredImage, storeImage } from "../media/store-image";
import { readArchive } from "./read-archive";

export type MediaFiles = Map<string, StoredImage | StoredAudio | { kind: "problem"; problem: string }>;

/** Files in work at once: one waits for the disk while another is decoded. */
const AT_ONCE = 4;
/** Bytes of them, so that a zip of long recordings does not fill the memory. */
const BYTES_AT_ONCE = 64_000_000;

/** Keeps every picture and sound of the zip; what is neither is a problem of the rows that name it. */
export async function readMedia(context: JobContext, path: string | null): Promise<MediaFiles> {
  const files: MediaFiles = new Map();
  if (path === null) return files;
  let failure: { error: unknown } | null = null;
  const store = async (name: string, bytes: Buffer) => {
    try {
      const keep = audioFormatOf(bytes) === null ? storeImage : storeAudio;
      files.set(name, await keep(context.data, bytes));
    } catch (error) {
      if (error instanceof OperationError) files.set(name, { kind: "problem", problem: error.message });
      else failure ??= { error };
    }
  };
  const working = new Set<Promise<void>>();
  let held = 0;
  try {
    for await (const { name, bytes, done, total } of readArchive(path)) {
      if (bytes === null) files.set(name, { kind: "problem", problem: "The file is larger than 50 MB." });
      else {
        held += bytes.byteLength;
        const work: Promise<void> = store(name, bytes).finally(() => {
          held -= bytes.byteLength;
          working.delete(work);
        });
        working.add(work);
        while (working.size >= AT_ONCE || (held > BYTES_AT_ONCE && working.size > 0)) await Promise.race(working);
      }
      if (failure) break;
      await context.report({ done, total, phase: "reading media" });
    }
  } finally {
    // after a failure, too, nothing may go on writing behind the job's back
    await Promise.all(working);
  }
  throwIfFailed(failure);
  return files;
}

function throwIfFailed(failure: { error: unknown } | null) {
  if (failure) throw failure.error;
}
