import type { MediaType, Task } from "../label-set/label-set";

/** A prediction is one label per item: only where an answer is that, it can be set against answers and given labels. */
export const takesOneLabel = (task: Task): boolean => task === "single-label" || task === "ordinal";

/** Whether a model can run in a browser: those read texts, images, rows of numbers and recordings. */
export const runsModels = ({ task }: { task: Task }): boolean => takesOneLabel(task);

/** Whether a baseline can be trained: it does not learn from recordings. */
export const trainsBaselines = ({ task, media }: { task: Task; media: MediaType }): boolean =>
  takesOneLabel(task) && media !== "audio";
