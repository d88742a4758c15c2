import { type Entry, open as openZip, type ZipFile } from "yauzl";
import { MAX_AUDIO_BYTES } from "@/core/item/audio-format";
import { invalid } from "../errors";

const MAX_ENTRIES = 200_000;
const MAX_TOTAL = 20 * 1024 ** 3;
const MAX_RATIO = 100;
const RATIO_FREE = 1024 ** 2;
const MAX_FILE = MAX_AUDIO_BYTES;

const isClutter = (name: string) => /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$)/.test(name);

function refuseUnsafe(entry: Entry, seen: Set<string>) {
  const name = entry.fileName;
  if (name.startsWith("/") || name.includes("\\") || name.split("/").includes("..") || /^[A-Za-z]:/.test(name))
    throw invalid(`The zip holds an unsafe path: ${name.slice(0, 200)}`, "media");
  if (entry.isEncrypted()) throw invalid("The zip is encrypted.", "media");
  // upper 16 bits: the Unix mode; a link could lead out of the folder
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000)
    throw invalid(`The zip holds a symbolic link: ${name}`, "media");
  const folded = name.normalize("NFC").toLowerCase();
  if (seen.has(folded)) throw invalid(`Two files of the zip have the same name: ${name}`, "media");
  seen.add(folded);
  if (entry.uncompressedSize > RATIO_FREE && entry.uncompressedSize > MAX_RATIO * Math.max(1, entry.compressedSize))
    throw invalid(`The file ${name} of the zip grows more than ${MAX_RATIO} times: refused.`, "media");
}

const openArchive = (path: string) =>
  new Promise<ZipFile>((resolve, reject) => {
    openZip(
      path,
      { lazyEntries: true, autoClose: false, decodeStrings: true, validateEntrySizes: true },
      (error, zip) =>
        error ? reject(invalid(`This is not a zip that can be read: ${error.message}`, "media")) : resolve(zip),
    );
  });

const nextEntry = (zip: ZipFile) =>
  new Promise<Entry | null>((resolve, reject) => {
    const settle = (work: () => void) => {
      zip.removeAllListeners("entry");
      zip.removeAllListeners("end");
      zip.removeAllListeners("error");
      work();
    };
    zip.once("entry", (entry: Entry) => settle(() => resolve(entry)));
    zip.once("end", () => settle(() => resolve(null)));
    zip.once("error", (error: Error) => settle(() => reject(invalid(`The zip is damaged: ${error.message}`, "media"))));
    zip.readEntry();
  });

async function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, found) => (error ? reject(error) : resolve(found)));
  });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Files of a zip, one after the other; refuses whatever could leave the folder or fill the disk. */
export async function* readArchive(
  path: string,
): AsyncGenerator<{ name: string; bytes: Buffer | null; done: number; total: number }> {
  const zip = await openArchive(path);
  try {
    if (zip.entryCount > MAX_ENTRIES)
      throw invalid(`The zip has ${zip.entryCount} entries; at most ${MAX_ENTRIES} are read.`, "media");
    const seen = new Set<string>();
    let total = 0;
    for (let done = 0; ; done++) {
      const entry = await nextEntry(zip);
      if (entry === null) return;
      refuseUnsafe(entry, seen);
      if (entry.fileName.endsWith("/") || isClutter(entry.fileName)) continue;
      total += entry.uncompressedSize;
      if (total > MAX_TOTAL) throw invalid("The zip unpacks to more than 20 GiB.", "media");
      const name = entry.fileName.normalize("NFC");
      const bytes = entry.uncompressedSize > MAX_FILE ? null : await readEntry(zip, entry);
      yield { name, bytes, done, total: zip.entryCount };
    }
  } finally {
    zip.close();
  }
}
