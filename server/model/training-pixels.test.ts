import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ModelCard } from "@/core/onnx/model-card";
import { createRandom } from "@/core/random";
import { type JobContext, noHotline } from "../jobs/job-context";
import { referenceReader } from "../prediction/reference-input";
import { makeTestServer, type TestServer } from "../test-context";
import { contentOf } from "./training-set";

let server: TestServer;
let context: JobContext;
beforeAll(async () => {
  server = await makeTestServer();
  const owner = await server.person("owner@example.org", true);
  context = { ...server.as(owner), jobId: 1, hotline: noHotline, report: async () => undefined };
});
afterAll(() => server.remove());

const random = createRandom(3);
const noise = (length: number) => Uint8Array.from({ length }, () => 256 * random());

/** Stored pictures of the sizes, of one or three channels. */
async function stored(width: number, height: number, channels: 1 | 3, pixels = noise(width * height * channels)) {
  const png = await sharp(pixels, { raw: { width, height, channels } }).png().toBuffer();
  const mediaHash = createHash("sha256").update(png).digest("hex");
  const file = server.data.media(mediaHash);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, png);
  return { mediaHash, pixels };
}

async function trainedOn(hashes: string[]) {
  const items = hashes.map((mediaHash, k) => ({ id: k, label: 0, group: `${k}`, text: null, data: null, mediaHash }));
  const content = await contentOf(context, "image", items);
  if (content.kind !== "image") throw new Error("no pictures");
  return content;
}

/** The bytes that a model of this size reads, as the server's reference and the browsers prepare them. */
async function run(mediaHash: string, { width, height }: { width: number; height: number }) {
  const card = ModelCard.parse({
    schemaVersion: 1,
    task: "image-classification",
    model: { file: { file: "m.onnx", sha256: "0".repeat(64), bytes: 1 } },
    input: { name: "input", dtype: "uint8" },
    image: { width, height, fit: "stretch", channels: "L" },
    output: { name: "probs", kind: "probabilities" },
    labels: ["cat", "dog"].map((name) => ({ name, projectLabel: name })),
  });
  const read = await referenceReader(server.data, card);
  const { data } = await read({ text: null, mediaHash, audioHash: null, data: null });
  return [...data].map(Number);
}

test("a baseline learns the very pixels that its files are run on", async () => {
  const pictures = [await stored(150, 110, 3), await stored(31, 200, 3), await stored(90, 70, 1)];
  const { images, width, height } = await trainedOn(pictures.map(({ mediaHash }) => mediaHash));
  expect([width, height]).toEqual([64, 64]);
  for (const [k, { mediaHash }] of pictures.entries()) {
    const own = images.subarray(k * width * height, (k + 1) * width * height);
    expect([...own]).toEqual(await run(mediaHash, { width, height }));
  }
});

test("more pictures than the memory holds are refused before any is read", async () => {
  const { mediaHash } = await stored(100, 80, 3);
  await expect(trainedOn(Array(35_157).fill(mediaHash))).rejects.toThrow(
    "35157 pictures are too many to train on here: at 64 x 64 pixels each the most are 35156.",
  );
});

test("grey pictures of the model's size are taken as they are", async () => {
  const { mediaHash, pixels } = await stored(28, 28, 1);
  const { images, width, height } = await trainedOn([mediaHash]);
  expect([width, height]).toEqual([28, 28]);
  expect([...images]).toEqual([...pixels]);
});
