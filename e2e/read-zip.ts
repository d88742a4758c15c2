import { text } from "node:stream/consumers";
import { openPromise } from "yauzl";

/** The texts in a zip, by name. */
export async function readZip(path: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const zip = await openPromise(path, { lazyEntries: true });
  for await (const entry of zip.eachEntry())
    texts.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)));
  return texts;
}
