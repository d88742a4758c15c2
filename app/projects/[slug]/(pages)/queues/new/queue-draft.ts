import type { Inputs } from "@/app/_trpc/types";

export type NewQueue = Inputs["queue"]["create"];
export type Strategy = NewQueue["strategy"];

export const STRATEGIES: readonly { value: Strategy; name: string; means: string; needs: string }[] = [
  {
    value: "suspected-label-errors",
    name: "Suspected label errors",
    means: "Given labels that the predictions speak against, worst first.",
    needs: "given labels and out-of-sample predictions",
  },
  {
    value: "misclassified",
    name: "Misclassified",
    means: "The model is sure of another label than the given one: mislabels and edge cases.",
    needs: "given labels and out-of-sample predictions",
  },
  {
    value: "low-confidence",
    name: "Low confidence",
    means: "Items on which the model cannot decide; their answers teach it most.",
    needs: "predictions",
  },
  {
    value: "random",
    name: "Random audit",
    means: "A random sample, blind for everybody, at least 3 people per item: the unbiased estimate.",
    needs: "nothing",
  },
  { value: "all", name: "All items", means: "Every item that the filter keeps, in import order.", needs: "nothing" },
];

export interface QueueDraft {
  strategy: Strategy;
  name: string;
  title: string;
  given: string | null;
  predicted: string | null;
  limit: string;
  overlapMin: number;
  overlapMax: number;
  mode: "blind" | "mixed" | "assisted";
  randomShare: number;
  blindItemsShare: number;
  measure: "margin" | "entropy" | "least-confidence";
  modelId: number | null;
  suggestFrom: "stored" | "browser";
  question: "label" | "verify";
  layout: "desk" | "grid";
  enterAccepts: boolean;
}

export const needsPredictions = (strategy: Strategy) => strategy !== "random" && strategy !== "all";

/** A queue's first draft; a link from the errors page may name the order and the pair. */
export function firstDraft({
  strategy,
  given,
  predicted,
  isOneLabel,
  hasPredictions,
  pairName,
}: {
  strategy: string | null;
  given: string | null;
  predicted: string | null;
  isOneLabel: boolean;
  hasPredictions: boolean;
  pairName: string;
}): QueueDraft {
  const wanted = STRATEGIES.find((one) => one.value === strategy && (isOneLabel || !needsPredictions(one.value)));
  const chosen =
    wanted ?? STRATEGIES.find((one) => one.value === (hasPredictions ? "suspected-label-errors" : "random"));
  const order = chosen?.value ?? "random";
  return {
    strategy: order,
    name: [chosen?.name, pairName].filter(Boolean).join(": "),
    title: "",
    given,
    predicted,
    limit: order === "random" ? "200" : "400",
    overlapMin: 2,
    overlapMax: 3,
    // a suggestion is one label
    mode: isOneLabel ? "mixed" : "blind",
    randomShare: 0.1,
    blindItemsShare: 0.15,
    measure: "margin",
    modelId: null,
    suggestFrom: "stored",
    question: "label",
    layout: "desk",
    enterAccepts: false,
  };
}

/** What the server is asked for. */
export function queueInput(projectId: number, { limit, ...draft }: QueueDraft): NewQueue {
  const items = Number(limit);
  return {
    ...draft,
    projectId,
    overlapMax: Math.max(draft.overlapMin, draft.overlapMax),
    limit: limit.trim() === "" || !Number.isInteger(items) ? null : items,
  };
}
