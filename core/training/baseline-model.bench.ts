import { createRandom } from "../random";
import { benchRow } from "../statistics/bench-row";
import { type BaselineInput, trainBaseline } from "./baseline-model";

/** The demo's sizes: 3,000 sentences of two labels in 5 folds, 4,000 pictures of 28 x 28 and ten labels in 3. */
const random = createRandom(1);
const words = Array.from({ length: 4_000 }, (_, k) => `word${k.toString(36)}`);
const sentence = (label: number) =>
  Array.from({ length: 12 }, () => words[Math.floor(random() ** 2 * 2_000) * 2 + (random() < 0.6 ? label : 0)]).join(
    " ",
  );
const shared = (items: number, classes: number) => ({
  labels: Array.from({ length: items }, (_, k) => k % classes),
  groups: Array.from({ length: items }, (_, k) => k),
  projectLabels: Array.from({ length: classes }, (_, k) => ({ key: `l${k}`, name: `l${k}` })),
  seed: 1,
});

const texts = shared(3_000, 2);
const pictures = shared(4_000, 10);
const cases: [string, BaselineInput][] = [
  ["3,000 texts, 5 folds", { ...texts, kind: "text", folds: 5, texts: texts.labels.map(sentence) }],
  [
    "4,000 pictures of 28 x 28, 3 folds",
    {
      ...pictures,
      kind: "image",
      folds: 3,
      width: 28,
      height: 28,
      channels: 1,
      images: Uint8Array.from({ length: 4_000 * 784 }, (_, k) => 255 * random() ** (1 + (Math.floor(k / 784) % 10))),
    },
  ],
];
for (const [what, input] of cases) {
  const start = process.cpuUsage();
  trainBaseline(input);
  const { user, system } = process.cpuUsage(start);
  process.stdout.write(
    benchRow({ what: `baseline: ${what}, CPU`, value: (user + system) / 1e6, unit: "s", goal: "-" }),
  );
}
