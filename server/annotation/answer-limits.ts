import type { AnswerLimits } from "@/core/annotation/answer-problem";
import type { Task } from "@/core/label-set/label-set";
import type { ItemRow } from "@/db/queries/items";

/** What an answer on the item is held against. */
export function answerLimits(
  { task, labels }: { task: Task; labels: readonly { key: string }[] },
  item: Pick<ItemRow, "text" | "imageWidth" | "imageHeight">,
  { allowsBoth }: { allowsBoth: boolean },
): AnswerLimits {
  const { text, imageWidth: width, imageHeight: height } = item;
  return {
    task,
    allowsBoth,
    isLabel: (key) => labels.some((label) => label.key === key),
    labels: labels.length,
    textLength: text === null ? null : [...text].length,
    image: width === null || height === null ? null : { width, height },
  };
}
