import { expect, it } from "vitest";
import { MEDIA_TYPES, TASKS } from "../label-set/label-set";
import { runsModels, takesOneLabel } from "./model-use";

const where = (works: typeof runsModels) =>
  TASKS.flatMap((task) => MEDIA_TYPES.filter((media) => works({ task, media })).map((m) => [task, m]));

it("models run for one label per item, of texts, images and table rows; baselines learn from the first two", () => {
  expect(TASKS.filter(takesOneLabel)).toEqual(["single-label", "ordinal"]);
  expect(where(runsModels)).toEqual([
    ["single-label", "image"],
    ["single-label", "text"],
    ["single-label", "table"],
    ["ordinal", "image"],
    ["ordinal", "text"],
    ["ordinal", "table"],
  ]);
});
