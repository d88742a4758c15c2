import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { twoLetterCodes } from "./label-code";

describe("twoLetterCodes", () => {
  it("gives the clothes distinct codes", () => {
    const names = [
      "T-shirt/top",
      "Trouser",
      "Pullover",
      "Dress",
      "Coat",
      "Sandal",
      "Shirt",
      "Sneaker",
      "Bag",
      "Ankle boot",
    ];
    const codes = twoLetterCodes(names.map((name) => ({ name })));
    expect(codes).toEqual(["Ts", "Tr", "Pu", "Dr", "Co", "Sa", "Sh", "Sn", "Ba", "An"]);
  });

  it("takes word initials before other letters", () => {
    expect(twoLetterCodes([{ name: "money-fx" }, { name: "money-supply" }])).toEqual(["Mo", "Ms"]);
  });

  it("stays distinct for any set", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 4 }), { maxLength: 60 }), (names) => {
        const codes = twoLetterCodes(names.map((name) => ({ name })));
        expect(new Set(codes).size).toBe(names.length);
        for (const code of codes) expect(code).not.toBe("");
      }),
    );
  });
});
