import type { ModelCard } from "@/core/onnx/model-card";
import type { ItemContent, ModelInput } from "./messages";

/** What a model is asked about; where an item has a context beside what is judged, its card decides. */
export function inputOf({ image, audio, data, text }: ItemContent): ModelInput {
  const content = { image, audio, data, text };
  const held = Object.values(content).filter((part) => part !== null);
  return held.length > 1
    ? { kind: "content", content }
    : readAs(audio ? "audio" : image ? "image" : data ? "row" : "text", content);
}

/** The part of an item that a model of this kind reads. */
export function partFor({ audio, image, table }: Pick<ModelCard, "audio" | "image" | "table">, content: ItemContent) {
  return readAs(audio ? "audio" : image ? "image" : table ? "row" : "text", content);
}

function readAs(
  what: "audio" | "image" | "row" | "text",
  content: ItemContent,
): Exclude<ModelInput, { kind: "content" }> {
  if (what === "audio" && content.audio) return { kind: "recording", url: content.audio };
  if (what === "image" && content.image) return { kind: "image", url: content.image };
  if (what === "row" && content.data) return { kind: "row", cells: content.data };
  return { kind: "text", text: content.text ?? "" };
}
