import { z } from "zod";
import { CardFileError, type CardHints, LabelNames, mergeHints, parseJsonFile, readCardFile } from "./card-file";
import type { Imported } from "./card-proposal";
import { huggingFaceAudio, readsSound } from "./hugging-face-audio";
import { huggingFaceConfig } from "./hugging-face-config";
import { huggingFaceImage } from "./hugging-face-image";
import { huggingFaceTokenizer } from "./hugging-face-tokenizer";
import { readPythonLiteral } from "./python-literal";
import { isTimmConfig, timmConfig } from "./timm-config";
import { ultralyticsHints } from "./ultralytics";

/** A file that was chosen together with the model. */
export interface FileBeside {
  name: string;
  sha256: string;
  bytes: number;
  text: string;
}

type Kind = "tokenizer" | "tokenizer config" | "preprocessor" | "timm" | "config";
type Read = FileBeside & { kind: Kind; value: unknown };

const has = (value: unknown, ...keys: string[]) =>
  typeof value === "object" && value !== null && keys.some((key) => key in value);

/** Names differ from one repository to the next, contents hardly do. */
function kindOf(value: unknown): Kind | null {
  if (has(value, "model") && has(value, "added_tokens", "pre_tokenizer", "normalizer", "post_processor"))
    return "tokenizer";
  if (has(value, "tokenizer_class", "model_max_length")) return "tokenizer config";
  if (isTimmConfig(value)) return "timm";
  if (has(value, "image_processor_type", "feature_extractor_type", "image_mean", "do_resize", "do_normalize"))
    return "preprocessor";
  if (readsSound(value)) return "preprocessor";
  return has(value, "model_type", "architectures", "id2label") ? "config" : null;
}

/** What the chosen files and the model's own metadata say together. Throws `CardFileError` with file, line and field. */
export function readCardFiles(
  files: readonly FileBeside[],
  metadata: readonly (readonly [key: string, value: string])[],
): Imported {
  const read = files.map((file): Read => {
    const value = parseJsonFile(file.name, file.text);
    const kind = kindOf(value);
    if (!kind)
      throw new CardFileError(
        `${file.name}: this is no config.json, preprocessor_config.json, tokenizer.json or tokenizer_config.json.`,
      );
    return { ...file, kind, value };
  });
  const of = (kind: Kind) => {
    const [first, second] = read.filter((file) => file.kind === kind);
    if (first && second) throw new CardFileError(`${first.name} and ${second.name} are both a ${kind} file.`);
    return first;
  };
  const [config, timm, preprocessor] = [of("config"), of("timm"), of("preprocessor")];
  const [tokenizer, tokenizerConfig] = [of("tokenizer"), of("tokenizer config")];
  const { padId, positions, ...fromConfig } = config
    ? huggingFaceConfig(config.name, config.value)
    : { questions: [], padId: undefined, positions: undefined };
  const hints: CardHints[] = [namesOf(metadata), ultralyticsHints(metadata) ?? { questions: [] }, fromConfig];
  if (timm) hints.push(timmConfig(timm.name, timm.value));
  if (preprocessor) {
    const read = readsSound(preprocessor.value) ? huggingFaceAudio : huggingFaceImage;
    hints.push(read(preprocessor.name, preprocessor.value));
  }
  if (tokenizer) hints.push(huggingFaceTokenizer({ tokenizer, config: tokenizerConfig ?? null, padId, positions }));
  return {
    ...mergeHints(hints),
    ...(tokenizer
      ? { tokenizer: stored(tokenizer), tokenizerConfig: tokenizerConfig ? stored(tokenizerConfig) : null }
      : {}),
  };
}

const stored = ({ name, sha256, bytes }: FileBeside) => ({ file: name, sha256, bytes });

const NAME_KEYS = ["labels", "names", "classes"];

/** Class names in the model's own metadata: a JSON list or object, or a Python literal. */
function namesOf(metadata: readonly (readonly [key: string, value: string])[]): CardHints {
  const found = metadata.find(([key]) => NAME_KEYS.includes(key));
  if (!found) return { questions: [] };
  const value = namesValue(found[1]);
  const isNames = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]).safeParse(value).success;
  // the key may mean something else in another framework
  if (!isNames) return { questions: [`The model's metadata has “${found[0]}”, which is no list of classes.`] };
  return { labels: readCardFile(`The model's metadata, ${found[0]}`, value, LabelNames), questions: [] };
}

function namesValue(text: string): unknown {
  for (const read of [JSON.parse, readPythonLiteral]) {
    try {
      const value: unknown = read(text);
      return value instanceof Map ? Object.fromEntries(value) : value;
    } catch {
      // the other way of writing is tried next
    }
  }
  return null;
}
