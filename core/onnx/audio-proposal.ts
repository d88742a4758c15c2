import type { CardHints } from "./card-file";
import type { ModelCardInput } from "./model-card";
import type { ModelTensor } from "./model-metadata";

const SAMPLING_RATE = 16_000;
const WINDOW_SECONDS = 5;

type AudioReading = { task: "audio-classification" } & Pick<ModelCardInput, "input" | "audio">;

/** A card for a model of waveforms, [N, samples] or [N, 1, samples]; or why it is no such model. */
export function proposeAudio(
  inputs: readonly ModelTensor[],
  { audio: told }: CardHints,
  questions: string[],
): AudioReading | string {
  const [input, other] = inputs;
  if (!input) return "The model has no input.";
  if (other)
    return `The model also reads “${other.name}”. Recordings are given as samples alone: export it with one input.`;
  const { name, elemType, shape } = input;
  const [batch, middle] = shape ?? [];
  const rank = shape?.length;
  const hasChannel = rank === 3 && (middle === 1 || typeof middle !== "number");
  if (rank !== 2 && !hasChannel)
    return `The input “${name}” ${shape ? `has the shape [${shape.map((dim) => dim ?? "?").join(", ")}]` : "has no known shape"}; models of recordings read samples, [N, samples] or [N, 1, samples]. A spectrogram is not computed here: export the model with it inside.`;
  if (elemType !== "float32" && elemType !== "float16")
    return `An audio model reads float32 or float16; this one reads ${elemType}.`;
  if (!told) questions.push("At which sampling rate was the model trained, and were recordings normalised?");
  const samplingRate = told?.samplingRate ?? SAMPLING_RATE;
  const length = shape?.at(-1);
  const isFixed = typeof length === "number" && length > 0;
  if (!isFixed) questions.push("How long is the window that the model hears? It takes any length.");
  return {
    task: "audio-classification",
    input: { name, dtype: elemType, batch: typeof batch === "number" && batch > 0 ? batch : "dynamic" },
    audio: {
      samplingRate,
      samples: isFixed ? length : samplingRate * WINDOW_SECONDS,
      longer: "first",
      normalize: told?.normalize ?? "none",
      shape: hasChannel ? "[N, 1, samples]" : "[N, samples]",
    },
  };
}
