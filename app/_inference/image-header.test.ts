import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import { toRgb } from "./decode-image";
import { mayHaveAlpha, withoutOrientation } from "./image-header";

const pixels = (channels: 1 | 3 | 4) =>
  sharp(Buffer.from(Array.from({ length: 4 * 5 * channels }, (_, i) => (i * 37) % 256)), {
    raw: { width: 4, height: 5, channels },
  });
const bytes = async (image: Sharp) => new Uint8Array(await image.toBuffer());

describe("mayHaveAlpha", () => {
  it("reads it from the header", async () => {
    expect(mayHaveAlpha(await bytes(pixels(3).png()))).toBe(false);
    expect(mayHaveAlpha(await bytes(pixels(1).png()))).toBe(false);
    expect(mayHaveAlpha(await bytes(pixels(4).png()))).toBe(true);
    expect(mayHaveAlpha(await bytes(pixels(3).png({ palette: true })))).toBe(false);
    expect(mayHaveAlpha(await bytes(pixels(4).png({ palette: true })))).toBe(true);
    expect(mayHaveAlpha(await bytes(pixels(3).jpeg()))).toBe(false);
    expect(mayHaveAlpha(await bytes(pixels(3).webp()))).toBe(false);
    expect(mayHaveAlpha(await bytes(pixels(4).webp()))).toBe(true);
    expect(mayHaveAlpha(new Uint8Array())).toBe(false);
  });
});

describe("withoutOrientation", () => {
  it("turns the tag to upright and nothing else", async () => {
    const turned = await bytes(pixels(3).withMetadata({ orientation: 6 }).jpeg());
    const upright = withoutOrientation(turned);
    expect((await sharp(turned).metadata()).orientation).toBe(6);
    expect((await sharp(upright).metadata()).orientation).toBe(1);
    expect(turned.filter((byte, i) => byte !== upright[i])).toHaveLength(1);
  });

  it("leaves other files as they are, cut ones too", async () => {
    const plain = await bytes(pixels(3).jpeg());
    const turned = await bytes(pixels(3).withMetadata({ orientation: 3 }).jpeg());
    for (const file of [plain, await bytes(pixels(3).png()), new Uint8Array()])
      expect(withoutOrientation(file)).toBe(file);
    for (let length = 0; length < 120; length++)
      expect(() => withoutOrientation(turned.slice(0, length))).not.toThrow();
  });
});

describe("toRgb", () => {
  it("drops transparency or lays the colour over a ground", () => {
    const rgba = [200, 100, 0, 51, 10, 20, 30, 255];
    expect([...toRgb(rgba, "drop")]).toEqual([200, 100, 0, 10, 20, 30]);
    expect([...toRgb(rgba, "black")]).toEqual([40, 20, 0, 10, 20, 30]);
    expect([...toRgb(rgba, "white")]).toEqual([244, 224, 204, 10, 20, 30]);
  });
});
