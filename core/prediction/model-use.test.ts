import { expect, it } from "vitest";
import { MEDIA_TYPES, TASKS } from "../label-set/label-set";
import { runsModels, takesOneLabel, trainsBaselines } from "./model-use";

it("models run for one label per item, whatever the items are; baselines do not learn from recordings", () => {
  expect(TASKS.filter(takesOneLabel)).toEqual(["single-label", "ordinal"]);
  expect(TASKS.filter((task) => runsModels({ task }))).toEqual(["single-label", "ordinal"]);
  const trained = TASKS.flatMap((task) => MEDIA_TYPES.filter((media) => trainsBaselines({ task, media })));
  expect(trained).toEqual(["image", "text", "table", "image", "text", "table"]);
});
