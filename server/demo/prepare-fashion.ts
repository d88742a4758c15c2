import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { z } from "zod";
import { packageFile } from "./package-file";

export const CLOTHES = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
] as const;
const SIDE = 28;
/** The same picture stands in two classes: rows outside the first 400, taken along as a story of their own. */
const CONTRADICTION: readonly [label: number, row: number][] = [
  [0, 948],
  [6, 6209],
];

// every pixel is checked by the type of array it goes into; only the shape is parsed here
const Rows = z.object({ data: z.array(z.custom<number[]>(Array.isArray)) });

export interface FashionItem {
  id: string;
  image: string;
  label: string;
  png: Buffer;
}

/** Rows of the package by class; two rows of the first file are empty and are left out, the row number stays the identity. */
export function chooseRows(
  data: readonly (readonly number[])[],
  label: number,
  perClass: number,
): { row: number; pixels: readonly number[] }[] {
  const valid = data.flatMap((pixels, row) => (pixels.length === SIDE * SIDE ? [{ row, pixels }] : []));
  const extra = CONTRADICTION.filter(([one]) => one === label).map(([, row]) => row);
  return valid.filter(({ row }, k) => k < perClass || extra.includes(row));
}

/** Fashion-MNIST's pictures as PNG, the first `perClass` of each class, or null where the package is not installed. */
export async function prepareFashion({
  perClass,
  onProgress,
}: {
  perClass: number;
  onProgress: (done: number, total: number) => void;
}): Promise<FashionItem[] | null> {
  const items: FashionItem[] = [];
  for (const [label, name] of CLOTHES.entries()) {
    const file = packageFile("fashion-mnist", "src", "clothes", `${label}.json`);
    if (!file) return null;
    const { data } = Rows.parse(JSON.parse(await readFile(file, "utf8")));
    for (const { row, pixels } of chooseRows(data, label, perClass)) {
      const png = await sharp(Uint8Array.from(pixels), { raw: { width: SIDE, height: SIDE, channels: 1 } })
        .png({ compressionLevel: 3 })
        .toBuffer();
      items.push({ id: `fashion/${label}/${row}`, image: `${label}-${row}.png`, label: name, png });
    }
    onProgress(label + 1, CLOTHES.length);
  }
  return items;
}
