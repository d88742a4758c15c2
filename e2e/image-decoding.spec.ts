import { join } from "node:path";
import { expect } from "@playwright/test";
import { build } from "esbuild";
import sharp from "sharp";
import { test } from "./fixtures";

interface Bundled {
  decodeImage(
    bytes: Uint8Array,
    type: string,
    how: object,
  ): Promise<{ data: Uint8Array; width: number; height: number }>;
}

test("Chromium decodes by the card: orientation ignored or applied, transparency dropped or laid over a ground", async ({
  page,
}) => {
  const root = join(import.meta.dirname, "..");
  const contents = `
    import { decodeImage } from "@/app/_inference/decode-image";
    Object.assign(globalThis, { decodeImage });`;
  const stdin = { contents, resolveDir: root, loader: "ts" as const };
  const [bundle] = (await build({ stdin, bundle: true, write: false, format: "iife", alias: { "@": root } }))
    .outputFiles;
  await page.goto("/sign-in");
  await page.evaluate(bundle?.text ?? "");
  const decode = (file: Buffer, type: string, how: { alpha: string; exifOrientation: string }) =>
    page.evaluate(
      async ({ base64, type, how }) => {
        const { decodeImage } = globalThis as typeof globalThis & Bundled;
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const { data, width, height } = await decodeImage(bytes, type, how);
        return { data: [...data], width, height };
      },
      { base64: file.toString("base64"), type, how },
    );

  await test.step("a JPEG that is to be turned by a quarter: its left half is the upper one on the screen", async () => {
    const halves = Buffer.from(
      Uint8Array.from({ length: 32 * 16 * 3 }, (_, i) => (i % 3 === (Math.floor(i / 3) % 32 < 16 ? 0 : 2) ? 255 : 0)),
    );
    const file = await sharp(halves, { raw: { width: 32, height: 16, channels: 3 } })
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 100, chromaSubsampling: "4:4:4" })
      .toBuffer();
    const isRed = ({ data, width }: { data: number[]; width: number }, x: number, y: number) =>
      (data[3 * (y * width + x)] ?? 0) > 200 && (data[3 * (y * width + x) + 2] ?? 255) < 50;
    const stored = await decode(file, "image/jpeg", { alpha: "drop", exifOrientation: "ignore" });
    expect([stored.width, stored.height]).toEqual([32, 16]);
    expect([isRed(stored, 4, 2), isRed(stored, 4, 13), isRed(stored, 27, 2)]).toEqual([true, true, false]);
    const upright = await decode(file, "image/jpeg", { alpha: "drop", exifOrientation: "apply" });
    expect([upright.width, upright.height]).toEqual([16, 32]);
    expect([isRed(upright, 2, 4), isRed(upright, 13, 4), isRed(upright, 2, 27)]).toEqual([true, true, false]);
  });

  await test.step("a PNG with transparency", async () => {
    const rgba = Buffer.of(200, 100, 0, 255, 200, 100, 0, 128, 200, 100, 0, 0);
    const file = await sharp(rgba, { raw: { width: 3, height: 1, channels: 4 } })
      .png()
      .toBuffer();
    for (const [alpha, expected] of [
      ["drop", [200, 100, 0, 200, 100, 0, 200, 100, 0]],
      // round((c * 128 + 255 * 127) / 255)
      ["white", [200, 100, 0, 227, 177, 127, 255, 255, 255]],
      ["black", [200, 100, 0, 100, 50, 0, 0, 0, 0]],
    ] as const) {
      const { data } = await decode(file, "image/png", { alpha, exifOrientation: "ignore" });
      expect(data, alpha).toEqual(expected);
    }
  });
});
