import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvRow, openCsv } from "./csv";
import { csvCell } from "./csv-writer";
import { DatasetFileError } from "./dataset-problem";

async function* inPieces(text: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function readAll(text: string | Uint8Array, size = 5) {
  const { header, delimiter, rows } = await openCsv(inPieces(text, size));
  const read: CsvRow[] = [];
  for await (const row of rows) read.push(row);
  return { header, delimiter, rows: read };
}

const failure = async (text: string | Uint8Array) => {
  const error: unknown = await readAll(text).catch((reason: unknown) => reason);
  if (error instanceof DatasetFileError) return error;
  throw new Error("expected a file error");
};

describe("openCsv", () => {
  it("reads quotes, doubled quotes and line breaks in cells, and names first lines", async () => {
    const { header, rows } = await readAll('\ufeffid,text\r\n1,"a ""b"", c\r\nd"\r\n\r\n007,x\r\n');
    expect(header).toEqual(["id", "text"]);
    expect(rows).toEqual([
      { line: 2, cells: ["1", 'a "b", c\r\nd'] },
      { line: 5, cells: ["007", "x"] },
    ]);
  });

  it.each([
    ["id;a,b;c\n1;2;3\n", ";", ["id", "a,b", "c"]],
    ["id\ta\n1\t2", "\t", ["id", "a"]],
    ["id|a\r1|2\r", "|", ["id", "a"]],
    ['"a;b;c",d\n1,2\n', ",", ["a;b;c", "d"]],
    ["id\n1\n", ",", ["id"]],
  ])("takes the delimiter of %j from the header", async (text, delimiter, header) => {
    const read = await readAll(text);
    expect([read.delimiter, read.header]).toEqual([delimiter, header]);
    expect(read.rows[0]?.cells[0]).toBe("1");
  });

  it("keeps a column named __proto__, and converts nothing", async () => {
    const { header, rows } = await readAll("__proto__,n\n007,1e400\n");
    expect(header).toEqual(["__proto__", "n"]);
    expect(rows[0]?.cells).toEqual(["007", "1e400"]);
  });

  it("reports rows of another width and goes on", async () => {
    const { rows } = await readAll("a,b\n1\n1,2,3\n1,2\n");
    expect(rows.map(({ line, error }) => [line, error?.code])).toEqual([
      [2, "csv-columns"],
      [3, "csv-columns"],
      [4, undefined],
    ]);
    expect(rows[0]?.error?.message).toContain("1 cells; the header has 2");
  });

  it.each([
    ["an unclosed quote", 'a,b\n1,2\n3,"x\n4,5\n6,7\n', "csv-quote", 3],
    ["a quote inside a cell", 'a,b\n1,"x"y\n3,4\n', "csv-quote", 2],
    ["a repeated column", "a,b,a\n1,2,3\n", "csv-header", 1],
    ["columns that are equal after NFC", "\u00e9,e\u0301\n1,2\n", "csv-header", 1],
    ["an empty file", "", "csv-header", 1],
    ["4,097 columns", `${Array.from({ length: 4097 }, (_, i) => i).join(",")}\n`, "csv-header", 1],
  ])("refuses %s with its line", async (_, text, code, line) => {
    expect(await failure(text)).toMatchObject({ code, line });
  });

  it("names the byte where UTF-8 ends", async () => {
    const bytes = Uint8Array.of(...new TextEncoder().encode("id,t\n1,é"), 0xe9, 0x0a, 0x41);
    expect(await failure(bytes)).toMatchObject({ code: "encoding", byteOffset: 9 });
  });

  it("reads back whatever is written, however the bytes are cut", async () => {
    const cell = fc
      .oneof(fc.string({ unit: "grapheme", maxLength: 8 }), fc.constantFrom('"', ",", "\n", "\r\n", "a,b", "007", "\t"))
      .filter((text) => !text.includes("\ufeff"));
    const table = fc.array(
      fc.tuple(
        cell.filter((text) => text.trim() !== ""),
        cell,
      ),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
        const text = `a,b\n${rows.map((cells) => `${cells.map((value) => csvCell(value, "machine")).join(",")}\n`).join("")}`;
        const read = await readAll(text, size);
        expect(read.rows.map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });
});

describe("csvCell", () => {
  it.each([
    ["=1+1", "'=1+1"],
    [" =1", "' =1"],
    ["＝1＋1", "'＝1＋1"],
    ["\tx", "'\tx"],
    ["-0.5", "'-0.5"],
    ["@a", "'@a"],
    ["a=b", "a=b"],
  ])("defuses %j for spreadsheets", (text, expected) => {
    expect(csvCell(text, "spreadsheet")).toBe(expected);
    expect(csvCell(text, "machine")).toBe(text);
  });

  it("leaves numbers alone and quotes only where it must", () => {
    expect(csvCell(-0.5, "spreadsheet")).toBe("-0.5");
    expect(csvCell('say "x"', "machine")).toBe('"say ""x"""');
    expect(csvCell(null, "machine")).toBe("");
    expect(csvCell("\r", "spreadsheet")).toBe('"\'\r"');
  });
});
