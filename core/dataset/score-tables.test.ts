import { describe, expect, it } from "vitest";
import { parseLabelsCsv, parseLabelsJsonl, parseProbabilitiesCsv, parseProbabilitiesJsonl } from "./score-tables";
import { parseVotesJsonl, votesOfMatrix } from "./votes-of-texts";

const bytes = (text: string) => new TextEncoder().encode(text);

it("probabilities from CSV: named columns, or all but the id", () => {
  expect(parseProbabilitiesCsv(bytes("id,prob_cat,prob_dog,fold\na,0.25,7.5e-1,1\nb,1,0,2\n"))).toEqual({
    values: Float64Array.of(0.25, 0.75, 1, 0),
    names: ["cat", "dog"],
    ids: ["a", "b"],
    lines: [2, 3],
  });
  expect(parseProbabilitiesCsv(bytes("0;1\n0.5;0.5\n"))).toMatchObject({ names: ["0", "1"], ids: undefined });
});

it("probabilities from JSON lines: lists, or objects by label", () => {
  expect(parseProbabilitiesJsonl(bytes('{"id":"a","probs":[0.25,0.75]}\n\n{"id":7,"probs":[1,0]}\n'))).toEqual({
    values: Float64Array.of(0.25, 0.75, 1, 0),
    names: undefined,
    ids: ["a", "7"],
    lines: [1, 3],
  });
  expect(parseProbabilitiesJsonl(bytes('{"probs":{"x":1,"y":0}}\n{"probs":{"y":0.5,"x":0.5}}'))).toMatchObject({
    values: Float64Array.of(1, 0, 0.5, 0.5),
    names: ["x", "y"],
    ids: undefined,
  });
});

it("given labels from CSV and JSON lines", () => {
  const expected = { labels: ["cat", "", "3"], ids: undefined };
  expect(parseLabelsCsv(bytes('label,note\ncat,x\n"",y\n 3 ,z\n'))).toMatchObject(expected);
  expect(parseLabelsCsv(bytes("id,given\na,cat\nb,\n"))).toMatchObject({ labels: ["cat", ""], ids: ["a", "b"] });
  expect(parseLabelsJsonl(bytes('"cat"\nnull\n{"label":3}\n'))).toMatchObject(expected);
  expect(parseLabelsJsonl(bytes('{"id":1,"label":"x"}\n'))).toMatchObject({ labels: ["x"], ids: ["1"] });
});

describe("says where and why", () => {
  it.each<[string, () => unknown, RegExp]>([
    ["text among probabilities", () => parseProbabilitiesCsv(bytes("a,b\n1,0\n0.5,half\n")), /Line 3: "half" for "b"/],
    ["a decimal comma", () => parseProbabilitiesCsv(bytes('a;b\n"0,5";0.5\n')), /Line 2: "0,5" for "a"/],
    ["an empty probability", () => parseProbabilitiesCsv(bytes("a,b\n1,\n")), /Line 2: no probability for "b"/],
    ["one column", () => parseProbabilitiesCsv(bytes("id,a\n1,1\n")), /fewer than two/],
    ["a ragged row", () => parseProbabilitiesCsv(bytes("a,b\n1,0,0\n")), /Line 2: the row has 3 cells/],
    ["no label column", () => parseLabelsCsv(bytes("a,b\n1,0\n")), /no column "label"/],
    ["broken JSON", () => parseLabelsJsonl(bytes('"x"\n{"label":\n')), /Line 2 is not JSON/],
    ["a list as label", () => parseLabelsJsonl(bytes('{"label":[1]}')), /Line 1: "label" must be/],
    ["no probabilities", () => parseProbabilitiesJsonl(bytes('{"id":1}')), /Line 1: "probs" must be/],
    ["rows of other lengths", () => parseProbabilitiesJsonl(bytes('{"probs":[1,0]}\n{"probs":[1]}')), /Line 2: 1 prob/],
    [
      "another label",
      () => parseProbabilitiesJsonl(bytes('{"probs":{"x":1,"y":0}}\n{"probs":{"x":1,"z":0}}')),
      /Line 2/,
    ],
    ["text in a list", () => parseProbabilitiesJsonl(bytes('{"probs":[1,"0"]}')), /Line 1: every probability/],
    ["a vote that is text", () => parseVotesJsonl(bytes('"x"')), /Line 1: expected an object/],
    ["a vote by nobody", () => parseVotesJsonl(bytes('{"item":1,"label":"x"}')), /Line 1: "annotator"/],
    ["a vote that is no index", () => votesOfMatrix(Float64Array.of(0.5), 1), /item 0, annotator 0: 0.5/],
  ])("%s", (_, parse, message) => {
    expect(parse).toThrow(message);
  });
});

it("votes from JSON lines and from a matrix", () => {
  const file = parseVotesJsonl(
    bytes('{"item":"i","annotator":1,"label":2}\n{"item":"i","annotator":2,"label":null}\n'),
  );
  expect(file).toMatchObject({ items: ["i"], annotators: ["1"], labels: ["2"], rowsWithoutLabel: 1 });
  const matrix = votesOfMatrix(Float64Array.of(0, Number.NaN, 1, 0), 2);
  expect(matrix).toMatchObject({ items: ["0", "1"], annotators: ["0", "1"], labels: ["0", "1"], rowsWithoutLabel: 1 });
  expect([[...matrix.item], [...matrix.annotator], [...matrix.label]]).toEqual([
    [0, 1, 1],
    [0, 0, 1],
    [0, 1, 0],
  ]);
});
