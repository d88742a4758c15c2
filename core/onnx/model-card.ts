import { z } from "zod";
import { AUDIO_NORMALIZATIONS, LONGER_RECORDINGS } from "../audio/heard-window";
import { CROP_ROUNDINGS, FIT_MODES } from "../image/fit";
import { RESAMPLE_FILTERS } from "../image/resample";
import { TENSOR_CHANNELS, TENSOR_LAYOUTS } from "../image/tensor";
import { LabelKey } from "../label-set/label-set";
import { canonicalJson } from "../stable-hash";

export const INPUT_TYPES = ["float32", "float16", "uint8", "int32", "int64"] as const;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** A plain file name: no folders, nothing that climbs. */
const FileName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\\\p{Cc}]+$/u)
  .refine((name) => name !== "." && name !== "..");
export const CardFile = z.strictObject({ file: FileName, sha256: Sha256, bytes: z.int().positive() });
const perChannel = z.array(z.number()).min(1).max(4);

const ImageInput = z.strictObject({
  width: z.int().min(1).max(4096),
  height: z.int().min(1).max(4096),
  fit: z.enum(FIT_MODES).default("shortest-edge+center-crop"),
  /** Shorter side before the crop; only for the crop fit. */
  shortestEdge: z.int().min(1).max(8192).nullable().default(null),
  cropRounding: z.enum(CROP_ROUNDINGS).default("half-even"),
  /** `other`: trained with a resizer that is not reproduced here; parity is not promised. */
  resampler: z.enum(["pillow", "other"]).default("pillow"),
  filter: z.enum(RESAMPLE_FILTERS).default("bilinear"),
  /** Size before the crop of the fits that stretch or take the longest edge first. */
  resize: z.strictObject({ width: z.int().min(1).max(8192), height: z.int().min(1).max(8192) }).optional(),
  padValue: perChannel.default([0, 0, 0]),
  channels: z.enum(TENSOR_CHANNELS).default("RGB"),
  alpha: z.enum(["drop", "white", "black"]).default("drop"),
  exifOrientation: z.enum(["ignore", "apply"]).default("ignore"),
  scale: z
    .number()
    .positive()
    .default(1 / 255),
  mean: perChannel.default([0, 0, 0]),
  std: z.array(z.number().positive()).min(1).max(4).default([1, 1, 1]),
  invert: z.boolean().default(false),
});

/** Hashed n-grams, see `core/training/text-features.ts`. */
const HashedText = z.strictObject({
  kind: z.literal("fnv1a32"),
  dims: z.int().refine((dims) => dims >= 2 && Number.isInteger(Math.log2(dims)), "A power of two."),
  ngrams: z.tuple([z.literal(1), z.literal(2)]),
  maxTokens: z.literal(400),
});

/** A tokenizer's own files, and how its tokens become the model's inputs. */
const TokenizedText = z.strictObject({
  tokenizer: CardFile,
  tokenizerConfig: CardFile.nullable().default(null),
  /** Tokens, the special ones among them; what is longer is cut. */
  maxLength: z.int().min(3).max(4096),
  /** A fixed shape, or as long as the text is. */
  padTo: z.enum(["maxLength", "longest"]).default("maxLength"),
  padSide: z.enum(["right", "left"]).default("right"),
  padId: z.int().nonnegative().default(0),
  inputs: z.strictObject({
    ids: z.string().min(1),
    mask: z.string().min(1).nullable().default(null),
    typeIds: z.string().min(1).nullable().default(null),
  }),
});

/** Columns of the item's row in the order of the model's input, each (value - mean) / std. */
const TableInput = z
  .strictObject({
    columns: z.array(z.string().min(1)).min(1).max(4096),
    mean: z.array(z.number()),
    std: z.array(z.number().positive()),
  })
  .refine(({ columns, mean, std }) => mean.length === columns.length && std.length === columns.length, {
    error: "One mean and one standard deviation a column.",
  })
  .refine(({ columns }) => new Set(columns).size === columns.length, { error: "A column stands there twice." });

export const AUDIO_SHAPES = ["[N, samples]", "[N, 1, samples]"] as const;

/** A window of samples at the model's own rate: recordings are mixed to one channel, resampled, cut or padded with zeros. */
const AudioInput = z.strictObject({
  /** In Hz. */
  samplingRate: z.int().min(1_000, "At least 1,000 Hz.").max(192_000, "At most 192,000 Hz."),
  /** Length of the window. */
  samples: z.int().min(1).max(10_000_000, "At most 10 million samples."),
  longer: z.enum(LONGER_RECORDINGS).default("first"),
  normalize: z.enum(AUDIO_NORMALIZATIONS).default("none"),
  shape: z.enum(AUDIO_SHAPES).default("[N, samples]"),
});

const TrainedOn = z.union([
  z.strictObject({ snapshot: z.int().positive() }),
  z.strictObject({ splits: z.array(z.string()).min(1) }),
  z.strictObject({ foldMap: FileName }),
  z.enum(["nothing", "unknown"]),
]);

const Provenance = z.strictObject({
  framework: z.string().nullable().default(null),
  version: z.string().nullable().default(null),
  trainingSetHash: z.string().nullable().default(null),
  /** Out-of-sample is derived from this, item by item; `unknown` is asked for. */
  trainedOn: TrainedOn.default("unknown"),
  /** The file whose embeddings a head trained here reads. */
  embeddingsOf: Sha256.optional(),
});

const GoldenRow = z.strictObject({
  item: z.string(),
  /** Mixed from several items, so that no item's own probabilities are told to anybody who labels it. */
  input: z
    .union([
      z.strictObject({ text: z.string().max(20_000) }),
      z.strictObject({ values: z.array(z.number()).max(4096) }),
      z.strictObject({ image: CardFile }),
      z.strictObject({ audio: CardFile }),
    ])
    .optional(),
  /** The model file that computed it; each fold has probabilities of its own. */
  model: Sha256.optional(),
  expected: z.array(z.number()),
  tolerance: z.number().positive().default(1e-3),
});

/** Who may download a model's files. */
export const Weights = z.enum(["members", "managers"]);

/** Everything that is needed to run somebody's model correctly; one JSON beside the ONNX file. */
export const ModelCard = z
  .strictObject({
    schemaVersion: z.literal(1),
    task: z.enum(["image-classification", "text-classification", "tabular-classification", "audio-classification"]),
    model: z.strictObject({
      file: CardFile.nullable().default(null),
      folds: z.array(CardFile).max(100).default([]),
      externalData: z.array(CardFile).default([]),
    }),
    input: z.strictObject({
      name: z.string().min(1),
      dtype: z.enum(INPUT_TYPES).default("float32"),
      layout: z.enum(TENSOR_LAYOUTS).default("NCHW"),
      batch: z.union([z.literal("dynamic"), z.int().positive()]).default("dynamic"),
    }),
    image: ImageInput.nullable().default(null),
    text: z
      .union([z.strictObject({ hash: HashedText }), TokenizedText])
      .nullable()
      .default(null),
    table: TableInput.optional(),
    audio: AudioInput.optional(),
    output: z.strictObject({
      name: z.string().min(1),
      kind: z.enum(["logits", "probabilities", "sigmoid", "binary-logit"]),
      temperature: z.number().positive().default(1),
    }),
    /** In output order; a null key is a class that the project does not have. */
    labels: z
      .array(z.strictObject({ name: z.string(), projectLabel: LabelKey.nullable() }))
      .min(2)
      .max(10_000),
    embedding: z
      .strictObject({ output: z.string().min(1), dims: z.int().positive() })
      .nullable()
      .default(null),
    provenance: Provenance.prefault({}),
    golden: z.array(GoldenRow).max(1000).default([]),
    /** Who may download the files; a browser that may not gives no suggestions. Members when absent. */
    weights: Weights.optional(),
  })
  .superRefine((card, context) => {
    const fail = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (!card.model.file && card.model.folds.length === 0) fail("model", "A card needs a model file or fold files.");
    if (card.task === "image-classification" && !card.image) fail("image", "An image model needs its image settings.");
    if (card.task === "text-classification" && !card.text) fail("text", "A text model needs its tokenizer or hash.");
    if (card.task === "tabular-classification" && !card.table)
      fail("table", "A model of table rows needs its columns.");
    if (card.task === "audio-classification" && !card.audio) fail("audio", "An audio model needs its window.");
    if (card.audio && card.input.dtype !== "float32" && card.input.dtype !== "float16")
      fail("input", `An audio model reads float32 or float16, not ${card.input.dtype}.`);
    const keys = card.labels.flatMap(({ projectLabel }) => (projectLabel === null ? [] : [projectLabel]));
    if (new Set(keys).size < keys.length) fail("labels", "Two outputs stand for the same label of the project.");
    const isResized = card.image?.fit === "stretch+center-crop" || card.image?.fit === "longest-edge+center-crop";
    if (isResized && !card.image?.resize) fail("image", "This fit needs the size before the crop.");
    if (card.image?.fit === "shortest-edge+center-crop" && card.image.shortestEdge === null) {
      fail("image", "The crop fit needs the length of the shortest edge.");
    }
  });
export type ModelCard = z.infer<typeof ModelCard>;

/** A card as the wizard or an uploader may write it: defaults left out. */
export type ModelCardInput = z.input<typeof ModelCard>;

/** The text whose SHA-256 is `prepVersion`: the card without what does not change a number that the model computes. */
export function prepVersionInput(card: ModelCard): string {
  const { golden: _, weights: __, ...rest } = card;
  return canonicalJson(rest);
}

/** Files that a browser needs beside the weights: the tokenizer, and pictures or sounds to check itself with. */
export function filesBeside({ text, golden }: Pick<ModelCard, "text" | "golden">) {
  const tokenizer = text && "tokenizer" in text ? [text.tokenizer, text.tokenizerConfig] : [];
  const samples = golden.map(({ input }) =>
    input && "image" in input ? input.image : input && "audio" in input ? input.audio : null,
  );
  return [...tokenizer, ...samples].filter((file) => file !== null);
}
