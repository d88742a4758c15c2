import { expect, it } from "vitest";
import { SeenLabels } from "./seen-labels";

it("gathers names from labels, probabilities and annotations, by code point", () => {
  const seen = new SeenLabels();
  seen.add({ label: "pear ", predictions: [{ probs: { plum: 1, pear: 0 } }, { probs: [0.5, 0.5] }] });
  seen.add({ label: "pear", annotations: [{ label: "Zwetschge" }, { label: null }, 7] });
  seen.add({ label: 3, probs: JSON.parse('{"__proto__":1}') });
  seen.add({ label: ["apple"] });
  seen.add("no row");
  expect(seen.names()).toEqual([
    { name: "3", given: 1 },
    { name: "Zwetschge", given: 0 },
    { name: "__proto__", given: 0 },
    { name: "pear", given: 2 },
    { name: "plum", given: 0 },
  ]);
});
