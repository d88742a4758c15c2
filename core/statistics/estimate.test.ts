import { expect, it } from "vitest";
import { type Estimate, isDefined } from "./estimate";

it("tells a value of 0 from an undefined one", () => {
  const zero: Estimate = { value: 0, n: 3, method: "count" };
  const none: Estimate = { undefinedBecause: "no overlap", n: 0 };
  expect(isDefined(zero)).toBe(true);
  expect(isDefined(none)).toBe(false);
});
