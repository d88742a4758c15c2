import { describe, expect, it } from "vitest";
import { CardFileError } from "./card-file";
import { type FileBeside, readCardFiles } from "./card-files";
import { proposeCard } from "./card-proposal";
import { ModelCard } from "./model-card";
import type { ModelMetadata, ModelTensor } from "./model-metadata";

const beside = (name: string, value: unknown): FileBeside => ({
  name,
  sha256: "b".repeat(64),
  bytes: 10,
  text: typeof value === "string" ? value : JSON.stringify(value),
});
const image = (name: string, value: unknown) => readCardFiles([beside(name, value)], []);
const processor = (value: object) => image("preprocessor_config.json", { do_resize: true, ...value });
const norm = { do_normalize: true, image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] };

describe("preprocessor_config.json of recordings", () => {
  const read = (value: object) => image("preprocessor_config.json", value);
  const wav2vec2 = {
    feature_extractor_type: "Wav2Vec2FeatureExtractor",
    feature_size: 1,
    sampling_rate: 16_000,
    padding_side: "right",
    padding_value: 0.0,
    return_attention_mask: false,
  };

  it("of Wav2Vec2 gives rate and normalisation, and nothing of a picture", () => {
    const found = read({ ...wav2vec2, do_normalize: true });
    expect(found.audio).toEqual({ samplingRate: 16_000, normalize: "zero-mean-unit-variance" });
    expect([found.image, found.questions]).toEqual([undefined, []]);
    expect(read({ ...wav2vec2, do_normalize: false }).audio?.normalize).toBe("none");
    expect(read({ sampling_rate: 8_000 }).audio).toEqual({ samplingRate: 8_000, normalize: "zero-mean-unit-variance" });
  });

  it.each([
    ["a spectrogram", { ...wav2vec2, feature_extractor_type: "ASTFeatureExtractor", num_mel_bins: 128 }, "spectrogram"],
    ["features instead of samples", { ...wav2vec2, feature_size: 80 }, "spectrogram"],
    ["padding that is no silence", { ...wav2vec2, padding_value: -1 }, "padded with zeros"],
    ["a rate that is none", { ...wav2vec2, sampling_rate: 16.5 }, "field sampling_rate"],
  ])("refuses %s", (_, value, why) => {
    expect(() => read(value)).toThrow(CardFileError);
    expect(() => read(value)).toThrow(why);
  });

  it("names the classes by id2label like any other model", () => {
    const config = { architectures: ["Wav2Vec2ForSequenceClassification"], id2label: { "0": "dog", "1": "rain" } };
    const found = readCardFiles([beside("config.json", config), beside("p.json", wav2vec2)], []);
    expect(found.labels).toEqual(["dog", "rain"]);
    expect(found.audio?.samplingRate).toBe(16_000);
  });
});

describe("preprocessor_config.json", () => {
  it("of ViT: both sides stretched", () => {
    const { image: found, questions } = processor({ ...norm, size: { height: 224, width: 224 }, resample: 2 });
    expect(questions).toEqual([]);
    expect(found).toEqual({
      width: 224,
      height: 224,
      fit: "stretch",
      filter: "bilinear",
      cropRounding: "floor",
      scale: 1 / 255,
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    });
  });

  it("of CLIP: shortest edge, then crop", () => {
    const size = { size: { shortest_edge: 224 }, crop_size: { height: 224, width: 224 }, do_center_crop: true };
    expect(processor({ ...norm, ...size, resample: 3 }).image).toMatchObject({
      fit: "shortest-edge+center-crop",
      shortestEdge: 224,
      width: 224,
      filter: "bicubic",
    });
  });

  it.each([
    ["a square", { size: 224 }, { fit: "stretch", width: 224, height: 224 }],
    ["an edge where it crops", { size: 256, do_center_crop: true, crop_size: 224 }, { shortestEdge: 256, width: 224 }],
    [
      "a square before the crop for DeiT",
      { feature_extractor_type: "DeiTFeatureExtractor", size: 256, do_center_crop: true, crop_size: 224 },
      { fit: "stretch+center-crop", resize: { width: 256, height: 256 }, width: 224 },
    ],
  ])("a bare number is %s", (_, config, expected) => {
    expect(processor({ ...norm, ...config }).image).toMatchObject(expected);
  });

  it.each([
    [224, 0.875, { fit: "shortest-edge+center-crop", shortestEdge: 256, width: 224 }],
    [288, 0.95, { fit: "shortest-edge+center-crop", shortestEdge: 303, width: 288 }],
    [384, 0.875, { fit: "stretch", width: 384, height: 384 }],
  ])("of ConvNeXt at %d with crop_pct %d", (edge, crop_pct, expected) => {
    const type = "ConvNextImageProcessor";
    const { image: found } = processor({
      ...norm,
      image_processor_type: type,
      size: { shortest_edge: edge },
      crop_pct,
    });
    expect(found).toMatchObject(expected);
  });

  it("honours the flags that switch steps off", () => {
    const { image: found } = processor({ size: 32, do_rescale: false, do_normalize: false, image_mean: [9, 9, 9] });
    expect(found).toMatchObject({ scale: 1, mean: [0, 0, 0], std: [1, 1, 1] });
    expect(processor({ ...norm, size: 32, rescale_factor: 0.5, do_flip_channel_order: true }).image).toMatchObject({
      scale: 0.5,
      channels: "BGR",
    });
    expect(image("p.json", { do_resize: false, do_normalize: false }).questions.join()).toMatch(/does not resize/);
  });

  it.each([
    [{ resample: 1, size: 32 }, /Resampling 1/],
    [{ size: { longest_edge: 32 } }, /longest edge/],
    [{ size: { shortest_edge: 32 } }, /does not crop/],
    [{ size: 32, include_top: true }, /second time/],
    [{ size: 32, do_pad: true }, /pads/],
    [{ size: 32, image_mean: null }, /missing/],
    [{ size: 32, image_processor_type: "ViTImageProcessorFast" }, /Pillow/],
    [{}, /size/],
  ])("asks about %j", (config, question) => {
    expect(processor({ ...norm, ...config }).questions.join()).toMatch(question);
  });
});

describe("timm config.json", () => {
  const timm = (pretrained_cfg: object) => image("config.json", { architecture: "resnet50", pretrained_cfg });

  it("has timm's defaults where it says nothing", () => {
    expect(timm({}).image).toMatchObject({
      width: 224,
      shortestEdge: 256,
      filter: "bicubic",
      cropRounding: "half-even",
      mean: [0.485, 0.456, 0.406],
    });
  });

  it.each([
    [{ crop_pct: 0.95 }, { shortestEdge: 235, fit: "shortest-edge+center-crop" }],
    [
      { crop_pct: 0.9, crop_mode: "squash" },
      { fit: "stretch+center-crop", resize: { width: 248, height: 248 } },
    ],
    [
      { crop_pct: 1, crop_mode: "border", mean: [0.5, 0.2, 0.1], input_size: [3, 64, 96] },
      { fit: "longest-edge+center-crop", resize: { width: 96, height: 64 }, padValue: [128, 51, 26], height: 64 },
    ],
  ])("reads %j", (config, expected) => expect(timm(config).image).toMatchObject(expected));

  it("reads older files with everything at the top, and their labels", () => {
    const top = { architecture: "x", input_size: [3, 32, 32], label_names: ["a", "b"], interpolation: "random" };
    const read = image("config.json", top);
    expect(read).toMatchObject({ labels: ["a", "b"], image: { width: 32, resampler: "other" } });
    expect(read.questions.join()).toMatch(/random/);
  });
});

describe("config.json", () => {
  it("sorts classes by number", () => {
    const id2label = Object.fromEntries(Array.from({ length: 12 }, (_, k) => [String(11 - k), `c${11 - k}`]));
    const read = image("config.json", { model_type: "vit", id2label, problem_type: "single_label_classification" });
    expect(read.labels).toEqual(Array.from({ length: 12 }, (_, k) => `c${k}`));
    expect(read.outputKind).toBe("logits");
  });

  it("does not take placeholders for names", () => {
    const read = image("config.json", { model_type: "bert", id2label: { 0: "LABEL_0", 1: "LABEL_1" } });
    expect(read.labels).toBeUndefined();
    expect(read.questions.join()).toMatch(/LABEL_0/);
  });
});

describe("Ultralytics metadata", () => {
  const props: [string, string][] = [
    ["task", "classify"],
    ["imgsz", "[224, 160]"],
    ["names", "{0: 'cat', 1: \"dog's\"}"],
  ];
  const changed = (key: string, value: string) =>
    props.map((pair): [string, string] => (pair[0] === key ? [key, value] : pair));

  it("gives size, classes and preprocessing", () => {
    expect(readCardFiles([], props)).toMatchObject({
      labels: ["cat", "dog's"],
      outputKind: "probabilities",
      image: { width: 160, height: 224, shortestEdge: 160, scale: 1 / 255, mean: [0, 0, 0] },
    });
  });

  it.each([
    [changed("task", "detect"), /task is “detect”/],
    [changed("imgsz", "__import__('os')"), /imgsz: Expected a value at character 1/],
    [changed("imgsz", "[0, 1]"), /imgsz: expected a size/],
    [changed("names", "{0: 'a', 2: 'b'}"), /names: Class 1 has no name/],
  ])("refuses %j", (metadata, message) => expect(() => readCardFiles([], metadata)).toThrow(message));
});

describe("tokenizer files", () => {
  const tokenizer = beside("tokenizer.json", {
    model: { type: "WordPiece", vocab: { "[PAD]": 3, "[UNK]": 1 } },
    added_tokens: [],
    padding: null,
  });
  const config = beside("tokenizer_config.json", {
    tokenizer_class: "BertTokenizer",
    model_max_length: 128,
    pad_token: "[PAD]",
  });
  const tensor = (name: string, shape: ModelTensor["shape"], elemType = "int64"): ModelTensor => ({
    name,
    elemType,
    shape,
  });
  const bert: ModelMetadata = {
    irVersion: 8,
    opsets: [["ai.onnx", 17]],
    producer: "pytorch",
    producerVersion: "2.4",
    inputs: ["input_ids", "token_type_ids", "attention_mask"].map((name) => tensor(name, ["n", "length"])),
    outputs: [tensor("logits", ["n", 2], "float32")],
    metadata: [],
    lastOperator: "Gemm",
    operators: [],
    domains: [],
    externalData: [],
    parameterCount: 0,
  };
  const labels = ["bad", "good"].map((name) => ({ key: name, name }));

  it("give length, padding and the three inputs", () => {
    const proposal = proposeCard(bert, { labels }, readCardFiles([config, tokenizer], []));
    if (!proposal.ok) throw new Error(proposal.message);
    const card = ModelCard.parse({
      ...proposal.card,
      model: { file: { file: "m.onnx", sha256: "a".repeat(64), bytes: 1 } },
    });
    expect(card.text).toMatchObject({
      tokenizer: { file: "tokenizer.json" },
      maxLength: 128,
      padTo: "longest",
      padId: 3,
      inputs: { ids: "input_ids", mask: "attention_mask", typeIds: "token_type_ids" },
    });
    expect(card.input).toMatchObject({ name: "input_ids", dtype: "int64" });
  });

  it("take the fixed length of the graph, and say what they assume", () => {
    const fixed = { ...bert, inputs: [tensor("ids", [1, 64], "int32")] };
    const proposal = proposeCard(fixed, { labels }, readCardFiles([tokenizer], []));
    expect(proposal).toMatchObject({ ok: true, card: { text: { maxLength: 64, padTo: "maxLength", padId: 0 } } });
    expect(proposal.ok && proposal.questions.join()).toMatch(/256 are assumed.*Number 0 is assumed/);
  });

  it.each([
    ["no tokenizer", bert, /tokenizer.json/],
    ["another input", { ...bert, inputs: [...bert.inputs, tensor("pixels", [1, 8])] }, /“pixels”/],
    ["mixed types", { ...bert, inputs: [tensor("ids", [1, 8]), tensor("mask", [1, 8], "int32")] }, /different types/],
  ])("refuse %s", (name, metadata, message) => {
    const files = name === "no tokenizer" ? [] : [tokenizer];
    const proposal = proposeCard(metadata, { labels }, readCardFiles(files, []));
    expect(proposal.ok ? "" : proposal.message).toMatch(message);
  });
});

it.each([
  [[beside("a.json", '{\n"x": 1,\n}')], "a.json, line 3: this is not JSON."],
  [[beside("a.json", { x: 1 })], "a.json: this is no config.json"],
  [[beside("p.json", { do_resize: true, size: { height: 0, width: 3 } })], "p.json, field size.height: "],
  [[beside("p.json", { do_resize: "yes" })], "p.json, field do_resize: "],
  [
    [beside("a.json", { model_type: "a" }), beside("b.json", { model_type: "b" })],
    "a.json and b.json are both a config file.",
  ],
])("names file, line and field: %#", (files, message) => {
  expect(() => readCardFiles(files, [])).toThrow(CardFileError);
  expect(() => readCardFiles(files, [])).toThrow(message);
});
