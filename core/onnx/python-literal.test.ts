import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PythonValue, readPythonLiteral } from "./python-literal";

/** As Python's repr writes a text: single quotes, double ones where the text holds only single quotes. */
function repr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = [...text].map((character) => {
    if (character === quote || character === "\\") return `\\${character}`;
    const code = character.codePointAt(0) ?? 0;
    if (character === "\n") return "\\n";
    if (code < 32) return `\\x${code.toString(16).padStart(2, "0")}`;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : character;
  });
  return quote + body.join("") + quote;
}

describe("readPythonLiteral", () => {
  it.each<[string, PythonValue]>([
    ["{0: 'cat', 1: \"dog's\"}", new Map([[0, "cat"], [1, "dog's"]])], // biome-ignore format: one line a case
    ["[224, 224]", [224, 224]],
    ["(1, -2.5e3, .5,)", [1, -2500, 0.5]],
    ["  { } ", new Map()],
    [String.raw`'a\'b\\c\x41\u00e9\U0001F600\q'`, "a'b\\cAé😀\\q"],
    ["[True, False, None, 1_000]", [true, false, null, 1000]],
  ])("reads %s", (text, value) => expect(readPythonLiteral(text)).toEqual(value));

  it.each([
    ["", "Expected a value at character 1"],
    ["{0: 'cat'", "Expected } at character 10"],
    ["{0 'cat'}", "Expected : at character 4"],
    ["{[1]: 2}", "A key is a number or a text at character 5"],
    ["'abc", "A text has no end at character 5"],
    ["__import__('os')", "Expected a value at character 1"],
    ["[1] + [2]", "Nothing more was expected at character 5"],
    [String.raw`'\x4'`, "A character code is broken at character 4"],
    ["[".repeat(20), "Nested too deeply at character 18"],
  ])("refuses %s", (text, message) => expect(() => readPythonLiteral(text)).toThrow(message));

  it("reads every text that repr writes", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (texts) => {
        const dict = `{${texts.map((text, k) => `${k}: ${repr(text)}`).join(", ")}}`;
        expect(readPythonLiteral(dict)).toEqual(new Map(texts.map((text, k) => [k, text])));
      }),
      { numRuns: 50 },
    );
  });
});
