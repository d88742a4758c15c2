import { expect, it } from "vitest";
import { MEDIA_TYPES, TASKS } from "../label-set/label-set";
import { runsModels, takesOneLabel } from "./model-use";

it("models work for one label per item, of texts and images", () => {
  expect(TASKS.filter(takesOneLabel)).toEqual(["single-label", "ordinal"]);
  const where = TASKS.flatMap((task) =>
    MEDIA_TYPES.filter((media) => runsModels({ task, media })).map((m) => [task, m]),
  );
  expect(where).toEqual([
    ["single-label", "image"],
    ["single-label", "text"],
    ["ordinal", "image"],
    ["ordinal", "text"],
  ]);
});
