import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findLabels, foldedName, matchOf } from "./find-label";

const label = (name: string, parent: string | null = null) => ({ key: name.toLowerCase(), name, parent });
const labels = [
  label("Animal"),
  label("Dog", "animal"),
  label("Cat", "animal"),
  label("Catamaran", "boat"),
  label("Boat"),
  label("Pêche"),
  label("Black Cab"),
];
const find = (typed: string, { likely = [], recent = [] }: { likely?: string[]; recent?: string[] } = {}) =>
  findLabels(labels, typed, {
    likely,
    recent,
    names: labels.map((one) => foldedName(one.name)),
    paths: labels.map((one) => one.parent ?? ""),
  }).map((one) => one.name);

describe("without a text", () => {
  it("likely labels first, then their siblings, then recent ones, then all in order", () => {
    expect(find("")).toEqual(labels.map((one) => one.name));
    expect(find("", { likely: ["cat", "boat"], recent: ["pêche"] })).toEqual([
      "Cat",
      "Boat",
      "Dog",
      "Pêche",
      "Animal",
      "Catamaran",
      "Black Cab",
    ]);
  });
});

describe("with a text", () => {
  it.each([
    ["cat", ["Cat", "Catamaran"]],
    ["peche", ["Pêche"]],
    ["bc", ["Black Cab"]],
    ["cab", ["Black Cab"]],
    ["animal", ["Animal", "Dog", "Cat"]],
    ["xyz", []],
  ])("%s finds %j", (typed, expected) => {
    expect(find(typed)).toEqual(expected);
  });

  it("equal matches stand in the order without a text", () => {
    expect(find("ca", { recent: ["catamaran"] })).toEqual(["Catamaran", "Cat", "Black Cab"]);
  });
});

it("what is typed in full is found first, and nothing is found twice", () => {
  fc.assert(
    fc.property(fc.constantFrom(...labels), fc.subarray(labels.map((one) => one.key)), (wanted, some) => {
      const found = find(wanted.name, { likely: some, recent: [...some].reverse() });
      expect(found[0]).toBe(wanted.name);
      expect(new Set(found).size).toBe(found.length);
      expect(new Set(find("", { likely: some, recent: some })).size).toBe(labels.length);
    }),
  );
});

it("a better match is never worse than the letters in order", () => {
  expect(["cat", "catamaran", "black cart", "bobcat", "c-a-t"].map((name) => matchOf(name, "cat"))).toEqual([
    6, 5, 1, 2, 3,
  ]);
});
