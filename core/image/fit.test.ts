import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cropOffset, fitImage, type ImageFit, seenPart, shortestEdgeSize } from "./fit";
import type { Pixels } from "./resample";

const golden = join(process.env.CONCORD_GOLDEN ?? "../shared/golden", "preprocess");
const hasGolden = existsSync(join(golden, "preprocess.json"));
if (!hasGolden) console.warn(`The comparison with Pillow is skipped: ${golden} is absent.`);

type Source = { id: string; width: number; height: number; decoded: string };
type Case = { id: string; source: string; sha256: string } & Omit<ImageFit, "padValue">;
const index: { sources: Source[]; cases: Case[] } = hasGolden
  ? JSON.parse(readFileSync(join(golden, "preprocess.json"), "utf8"))
  : { sources: [], cases: [] };

const fit: ImageFit = {
  width: 2,
  height: 2,
  fit: "letterbox",
  filter: "bilinear",
  shortestEdge: 2,
  cropRounding: "floor",
  padValue: [7],
};

describe.skipIf(!hasGolden)("fitImage against Pillow", () => {
  it("has 46 cases to compare", () => expect(index.cases).toHaveLength(46));

  it.each(index.cases)("$id", ({ source: sourceId, sha256, ...options }) => {
    const source = index.sources.find(({ id }) => id === sourceId);
    if (!source) throw new Error(`no source ${sourceId}`);
    const data = new Uint8Array(readFileSync(join(golden, source.decoded)));
    const image: Pixels = { data, width: source.width, height: source.height, channels: 3 };
    const result = fitImage(image, { ...fit, ...options });
    expect([result.width, result.height]).toEqual([options.width, options.height]);
    expect(createHash("sha256").update(result.data).digest("hex")).toBe(sha256);
  });
});

describe("cropOffset", () => {
  it("rounds ties to the even number, as Python does", () => {
    expect([0, 1, 2, 3, 4, 5, 7].map((d) => cropOffset(10 + d, 10, "half-even"))).toEqual([0, 0, 1, 2, 2, 2, 4]);
    expect([0, 1, 2, 3, 4, 5, 7].map((d) => cropOffset(10 + d, 10, "floor"))).toEqual([0, 0, 1, 1, 2, 2, 3]);
  });

  it("pads small images, the odd pixel on the side each library chooses", () => {
    expect(cropOffset(7, 10, "half-even")).toBe(-1);
    expect(cropOffset(7, 10, "floor")).toBe(-2);
  });
});

describe("fits without a reference", () => {
  const image: Pixels = { data: Uint8Array.from([10, 20, 30, 40]), width: 4, height: 1, channels: 1 };

  it("truncates the longer side", () => {
    expect(shortestEdgeSize({ width: 61, height: 47 }, 40)).toEqual({ width: 51, height: 40 });
    expect(shortestEdgeSize({ width: 97, height: 151 }, 102)).toEqual({ width: 102, height: 158 });
  });

  it("letterboxes with the pad value, the smaller half first", () => {
    expect([...fitImage(image, { ...fit, width: 4, height: 4 }).data]).toEqual([
      7, 7, 7, 7, 10, 20, 30, 40, 7, 7, 7, 7, 7, 7, 7, 7,
    ]);
  });

  it("stretches to a size of its own, then crops", () => {
    const resize = { width: 4, height: 3 };
    const squash: ImageFit = { ...fit, fit: "stretch+center-crop", resize, width: 2, height: 1 };
    expect([...fitImage(image, squash).data]).toEqual([20, 30]);
    expect([...fitImage(image, { ...squash, resize: undefined, width: 4 }).data]).toEqual([10, 20, 30, 40]);
  });

  it("brings the longest edge to the box, pads with the given value and crops what is too long", () => {
    const border: ImageFit = { ...fit, fit: "longest-edge+center-crop", cropRounding: "half-even" };
    expect([...fitImage(image, { ...border, resize: { width: 4, height: 4 }, width: 2, height: 2 }).data]).toEqual([
      20, 30, 7, 7,
    ]);
    expect([...fitImage(image, { ...border, width: 4, height: 3 }).data]).toEqual([
      7, 7, 7, 7, 10, 20, 30, 40, 7, 7, 7, 7,
    ]);
  });

  it("pads a crop beyond the image with zeros", () => {
    const crop: ImageFit = { ...fit, fit: "shortest-edge+center-crop", shortestEdge: 1, width: 2, height: 3 };
    expect([...fitImage(image, crop).data]).toEqual([0, 0, 20, 30, 0, 0]);
  });
});

describe("seenPart", () => {
  const fit = { width: 100, height: 100, shortestEdge: 125, cropRounding: "half-even" } as const;
  const image = { width: 400, height: 200 };

  it.each([
    ["stretch", { left: 0, top: 0, width: 1, height: 1 }],
    // 250 x 125 after the resize; 75 and 12 pixels are cut off at the left and at the top
    ["shortest-edge+center-crop", { left: 75 / 250, top: 12 / 125, width: 0.4, height: 0.8 }],
    ["letterbox", { left: 0, top: -0.5, width: 1, height: 2 }],
  ] as const)("of %s", (mode, part) => {
    expect(seenPart(image, { ...fit, fit: mode })).toEqual(part);
  });
});
