import { expect, it } from "vitest";
import { parseGoldCsv } from "./gold-csv";

const parse = (text: string) => parseGoldCsv(new TextEncoder().encode(text));

it("reads labels by item, whatever the columns are called", () => {
  expect([...parse("item,label\na,yes\nb,no\n")]).toEqual([
    ["a", "yes"],
    ["b", "no"],
  ]);
  expect(parse('note;gold;task\n"x;y";__proto__;1\n').get("1")).toBe("__proto__");
  expect([...parse("item,label\na,\n")]).toEqual([]);
  expect(parse("item,label\na,yes\na,yes\n").size).toBe(1);
});

it("names the line of what it cannot read", () => {
  expect(() => parse("item,label\na,yes\na,no\n")).toThrow('Line 3: item "a" has another gold label above.');
  expect(() => parse("item,label\n,yes\n")).toThrow("Line 2: the item is empty.");
  expect(() => parse("item,label\na\n")).toThrow("Line 2: the row has 1 cells; the header has 2.");
  expect(() => parse("item\na\n")).toThrow('The header has no column "label"; expected item,label, found item.');
});
