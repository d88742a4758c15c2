import sharp from "sharp";
import { insertMedia } from "../db/queries/uploads";
import type { Store } from "../db/store";
import { openDataDirectory } from "../server/data-directory";
import { storeImage } from "../server/media/store-image";
import { dataFolder } from "./fixtures";

const SHAPES = `<rect x="40" y="30" width="100" height="80" fill="#d33"/><circle cx="300" cy="150" r="60" fill="#36c"/>`;

/** A picture of 400 x 240 with a red rectangle at (40, 30) of 100 x 80 and a blue disc, stored as an import would. */
export async function storePicture(store: Store) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="240"><rect width="400" height="240" fill="#eee"/>${SHAPES}</svg>`;
  const bytes = await sharp(Buffer.from(svg)).png().toBuffer();
  const stored = await storeImage(openDataDirectory(dataFolder), bytes);
  await store.transaction((tx) => insertMedia(tx, [stored]));
  return { mediaHash: stored.sha256, imageWidth: stored.width, imageHeight: stored.height };
}
