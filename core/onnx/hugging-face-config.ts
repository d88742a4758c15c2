import { z } from "zod";
import { type CardHints, LabelNames, readCardFile } from "./card-file";

const Config = z.object({
  id2label: LabelNames.nullish(),
  num_labels: z.int().nullish(),
  problem_type: z.enum(["regression", "single_label_classification", "multi_label_classification"]).nullish(),
  pad_token_id: z.int().nonnegative().nullish(),
  max_position_embeddings: z.int().positive().nullish(),
});

/** Whether names are the placeholders that are written when nobody gave any. */
const isPlaceholder = (names: readonly string[]) => names.every((name, k) => name === `LABEL_${k}`);

/** Classes and the kind of the outputs from a Hugging Face `config.json`. */
export function huggingFaceConfig(name: string, value: unknown): CardHints & { padId?: number; positions?: number } {
  const config = readCardFile(name, value, Config);
  const { id2label, problem_type: problem, pad_token_id: padId, max_position_embeddings: positions } = config;
  const questions: string[] = [];
  if (problem === "regression") questions.push("The model was trained for regression: are its outputs classes at all?");
  const hasNames = id2label != null && !isPlaceholder(id2label);
  if (id2label != null && !hasNames)
    questions.push("The classes are called LABEL_0, LABEL_1 and so on: which labels are they?");
  return {
    ...(hasNames ? { labels: id2label } : {}),
    // classifier heads of the library end before softmax or sigmoid
    ...(problem === "single_label_classification" ? { outputKind: "logits" as const } : {}),
    ...(padId == null ? {} : { padId }),
    ...(positions == null ? {} : { positions }),
    questions,
  };
}
