import { describe, expect, it } from "vitest";
import { guidelineRules } from "./guideline-rules";

describe("guidelineRules", () => {
  it("finds numbered lines and nothing else", () => {
    const text =
      "# Tops\nLook first.\n1. Sleeves count\n2) **Collar** and `placket`\n- not a rule\n3.no space\n1. again";
    expect(guidelineRules(text)).toEqual([
      { number: "1", text: "Sleeves count" },
      { number: "2", text: "Collar and placket" },
    ]);
  });

  it("shortens a long rule", () => {
    expect(guidelineRules(`4. ${"word ".repeat(40)}`)[0]?.text.length).toBeLessThanOrEqual(60);
  });
});
