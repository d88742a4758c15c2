import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DatasetFileError } from "./dataset-problem";
import { byCodePoint, parseVotesCsv } from "./votes-csv";

const parse = (text: string) => parseVotesCsv(new TextEncoder().encode(text));

/** The votes as names again. */
function votes(text: string) {
  const { items, annotators, labels, item, annotator, label } = parse(text);
  return Array.from(item, (index, k) => [items[index], annotators[annotator[k] as number], labels[label[k] as number]]);
}

function problem(text: string | Uint8Array): DatasetFileError {
  try {
    parseVotesCsv(typeof text === "string" ? new TextEncoder().encode(text) : text);
  } catch (error) {
    if (error instanceof DatasetFileError) return error;
    throw error;
  }
  throw new Error("it was read");
}

it("reads the long form: items as they come, annotators and labels by code point", () => {
  const file = parse("item,annotator,label\nb,2,yes\na,10,no\nb,10,yes\n");
  expect(file).toMatchObject({
    items: ["b", "a"],
    annotators: ["10", "2"],
    labels: ["no", "yes"],
    rowsWithoutLabel: 0,
  });
  expect([...file.item]).toEqual([0, 1, 0]);
  expect([...file.annotator]).toEqual([1, 0, 0]);
  expect([...file.label]).toEqual([1, 0, 1]);
});

it("knows other names and other columns, any order, quotes, CRLF, semicolons, a byte order mark, no last line break", () => {
  const expected = [
    ["q1", "ann", 'a "b", c'],
    ["q2", "ann", "d"],
  ];
  expect(votes('task,worker,answer,at\nq1,ann,"a ""b"", c",1\nq2,ann,d,2')).toEqual(expected);
  expect(votes('\uFEFFanswer;rater;question\r\n"a ""b"", c" ; ann;q1\r\n\r\nd;ann;"q2"\r\n')).toEqual(expected);
});

it("keeps repeated pairs in file order, leaves rows without a label out, joins names that differ by form only", () => {
  expect(votes("item,annotator,label\ni,a,x\ni,a,y\n")).toEqual([
    ["i", "a", "x"],
    ["i", "a", "y"],
  ]);
  const file = parse("item,annotator,label\ni,a,\ni,b, caf\u00e9\nj,b,cafe\u0301 \n");
  expect(file).toMatchObject({ rowsWithoutLabel: 1, labels: ["caf\u00e9"], items: ["i", "j"], annotators: ["b"] });
});

it("orders by code point, not by UTF-16 unit", () => {
  expect(["\u{1F600}", "\uFF5E", "b", "a", "ab", ""].sort(byCodePoint)).toEqual([
    "",
    "a",
    "ab",
    "b",
    "\uFF5E",
    "\u{1F600}",
  ]);
});

describe("says where and why a file cannot be read", () => {
  it.each([
    ["item,label\ni,x\n", "csv-header", 1, /no column "annotator".*found item,label/],
    ["", "csv-header", 1, /no header/],
    ["item,annotator,label\ni,a,x\ni,b\n", "csv-columns", 3, /Line 3: the row has 2 cells; the header has 3/],
    ["item,annotator,label\ni,a,x,y\n", "csv-columns", 2, /4 cells/],
    ['item,annotator,label\n"i\nj",a,x\n\n,b,x\n', "id-missing", 5, /Line 5: the item is empty/],
    ["item,annotator,label\ni, ,x\n", "annotator-invalid", 2, /annotator is empty/],
    ['item,annotator,label\ni,a,"x\n', "csv-quote", 2, /quote/],
    ['item,annotator,label\ni,a,x"y\n', "csv-quote", 2, /quote/],
  ])("%j", (text, code, line, message) => {
    expect(problem(text)).toMatchObject({ code, line });
    expect(problem(text).message).toMatch(message);
  });

  it("bytes that are no UTF-8, and files that are no text", () => {
    const bytes = new TextEncoder().encode("item,annotator,label\ni,a,x\ni,b,?\n");
    bytes[bytes.indexOf(63)] = 0xe9;
    expect(problem(bytes)).toMatchObject({ code: "encoding", line: 3, byteOffset: bytes.indexOf(0xe9) });
    expect(problem(Uint8Array.of(0x1f, 0x8b, 8, 0))).toMatchObject({ code: "format-unknown" });
  });
});

it("reads back any names that are written with quotes", () => {
  const name = fc
    .string({ unit: "binary", minLength: 1, maxLength: 6 })
    .map((text) =>
      text
        .normalize("NFC")
        .replace(/[\r\n]+/g, "\n")
        .trim(),
    )
    .filter((text) => text !== "" && text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "") === text);
  fc.assert(
    fc.property(fc.array(fc.tuple(name, name, name), { minLength: 1, maxLength: 80 }), (rows) => {
      const quoted = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","));
      expect(votes(`item,annotator,label\n${quoted.join("\n")}\n`)).toEqual(rows);
    }),
  );
});
