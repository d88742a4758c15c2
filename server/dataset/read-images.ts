import { OperationError } from "../errors";
import type { JobContext } from "../jobs/job-context";
import { type StoredImage, storeImage } from "../media/store-image";
import { readArchive } from "./read-archive";

export type Images = Map<string, StoredImage | { problem: string }>;

/** Images in work at once: one waits for the disk while another is decoded. */
const AT_ONCE = 4;

/** Decodes and keeps every image of the zip; one that is no image is a problem of the rows that name it. */
export async function readImages(context: JobContext, path: string | null): Promise<Images> {
  const images: Images = new Map();
  if (path === null) return images;
  let failure: { error: unknown } | null = null;
  const store = async (name: string, bytes: Buffer) => {
    try {
      images.set(name, await storeImage(context.data, bytes));
    } catch (error) {
      if (error instanceof OperationError) images.set(name, { problem: error.message });
      else failure ??= { error };
    }
  };
  const working = new Set<Promise<void>>();
  try {
    for await (const { name, bytes, done, total } of readArchive(path)) {
      if (bytes === null) images.set(name, { problem: "The image is larger than 25 MB." });
      else {
        const work: Promise<void> = store(name, bytes).finally(() => working.delete(work));
        working.add(work);
        if (working.size >= AT_ONCE) await Promise.race(working);
      }
      if (failure) break;
      await context.report({ done, total, phase: "reading images" });
    }
  } finally {
    // after a failure, too, nothing may go on writing behind the job's back
    await Promise.all(working);
  }
  throwIfFailed(failure);
  return images;
}

function throwIfFailed(failure: { error: unknown } | null) {
  if (failure) throw failure.error;
}
