import type { Outputs } from "@/app/_trpc/types";

type Queue = Pick<Outputs["project"]["overview"]["queues"][number], "id" | "name" | "state" | "total" | "done">;

export interface ProjectState {
  items: number;
  models: number;
  isScored: boolean;
  /** Answers are one label per item: only these can be predicted and scored. */
  takesOneLabel: boolean;
  /** A baseline can be trained here. */
  trainsBaselines: boolean;
  suspected: number;
  queues: readonly Queue[];
  conflicts: number;
  /** Items with at least one answer. */
  reviewed: number;
  snapshot: { number: number } | null;
  mayManage: boolean;
  mayDecide: boolean;
  mayLabel: boolean;
}

export interface NextStep {
  title: string;
  why: string;
  action: string;
  /** Under the project; null when somebody else has to act. */
  path: string | null;
}

const count = (n: number) => n.toLocaleString("en-US");
const plural = (n: number, word: string) => `${count(n)} ${word}${n === 1 ? "" : "s"}`;

/** The one thing to do next: the loop of the product, from where this project stands. */
export function nextStep(state: ProjectState): NextStep | null {
  const { queues, conflicts, mayManage, mayDecide, mayLabel } = state;
  const mayPredict = mayManage && state.takesOneLabel && queues.length === 0;
  const unfinished = queues.find((queue) => queue.state === "open" && queue.done < queue.total);
  if (state.items === 0)
    return mayManage
      ? {
          title: "import items",
          why: state.takesOneLabel
            ? "With their given labels, and predictions if there are any."
            : "With what is known of them already, if there is anything.",
          action: "Import",
          path: "/data?import=1",
        }
      : null;
  if (mayPredict && state.models === 0)
    return {
      title: state.trainsBaselines ? "bring a model, or train a baseline" : "bring a model",
      why: "Out-of-sample predictions show which given labels are suspect. Without any, a random audit still tells how many are wrong.",
      action: "Models",
      path: "/models",
    };
  if (mayPredict && !state.isScored)
    return {
      title: "score the given labels",
      why: "Compares each with the model's prediction and puts the least plausible first.",
      action: "Score",
      path: "/errors",
    };
  if (mayManage && queues.length === 0)
    return {
      title: state.suspected > 0 ? `make a queue of the ${plural(state.suspected, "suspected label")}` : "make a queue",
      why: "Several people judge each item; what they settle is the correction.",
      action: "New queue",
      path: state.suspected > 0 ? "/queues/new?strategy=suspected-label-errors" : "/queues/new",
    };
  if (mayDecide && conflicts > 0 && (!unfinished || conflicts >= 10))
    return {
      title: `settle ${plural(conflicts, "conflict")}`,
      why: "People disagree on these items and no majority decides. Each decision goes into the next snapshot.",
      action: "Adjudicate",
      path: "/adjudicate",
    };
  if (unfinished)
    return {
      title: `label ${plural(unfinished.total - unfinished.done, "item")} of ${unfinished.name}`,
      why: "Everybody who builds the model should label some of its data themselves.",
      action: "Label",
      path: mayLabel ? `/label/${unfinished.id}` : null,
    };
  if (mayManage && state.reviewed > 0 && state.snapshot === null)
    return {
      title: "keep this state as a snapshot",
      why: "Immutable and hashed: exports are made from it, and models name it as what they trained on.",
      action: "Snapshots",
      path: "/snapshots",
    };
  return null;
}
