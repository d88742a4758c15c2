import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DatasetFileError } from "./dataset-problem";
import { type JsonlLine, readJsonl } from "./jsonl";

const encoder = new TextEncoder();

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function linesOf(bytes: Uint8Array, size = 7, maxLineBytes?: number): Promise<JsonlLine[]> {
  const lines: JsonlLine[] = [];
  for await (const line of readJsonl(inPieces(bytes, size), { line: 1, byteOffset: 0 }, maxLineBytes)) lines.push(line);
  return lines;
}

async function fileError(bytes: Uint8Array): Promise<DatasetFileError> {
  const error = await linesOf(bytes).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof DatasetFileError) return error;
  throw new Error("expected a file error");
}

describe("readJsonl", () => {
  it("drops the byte order mark, takes LF and CRLF, counts blank lines without giving them", async () => {
    const lines = await linesOf(encoder.encode('\ufeff{"a":1}\r\n\n \t\r\n{"ä":"🍐"}\n{"b":2}'));
    expect(lines.map(({ line, raw }) => [line, raw])).toEqual([
      [1, '{"a":1}'],
      [4, '{"ä":"🍐"}'],
      [5, '{"b":2}'],
    ]);
  });

  it("gives the same lines however the bytes are cut, and offsets to resume from", async () => {
    const texts = fc.array(
      fc.string({ unit: "grapheme" }).map((text) => text.replace(/\p{Cc}|\ufeff/gu, "")),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(texts, fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(1_000)), async (parts, size) => {
        const bytes = encoder.encode(parts.join("\n"));
        const lines = await linesOf(bytes, size);
        expect(lines.map(({ raw }) => raw)).toEqual(parts.filter((part) => !/^[ \t]*$/.test(part)));
        for (const { byteOffset, endOffset, line, raw } of lines) {
          const rest: JsonlLine[] = [];
          const start = { line, byteOffset };
          for await (const next of readJsonl(inPieces(bytes.subarray(byteOffset, endOffset), size), start))
            rest.push(next);
          expect(rest).toMatchObject([{ line, byteOffset, raw }]);
        }
      }),
    );
  });

  it("gives the lines before a wrong sequence of the same chunk, whose place it names", async () => {
    const bytes = Uint8Array.from([
      ...encoder.encode('{"a":1}\n{"b":"ä"}\n{"c":"'),
      0xff,
      ...encoder.encode('"}\n{"d":1}\n'),
    ]);
    const seen: unknown[] = [];
    const reading = async () => {
      for await (const { line, raw } of readJsonl(inPieces(bytes, 1_000))) seen.push([line, raw]);
    };
    await expect(reading()).rejects.toMatchObject({ code: "encoding", line: 3, byteOffset: 25 });
    expect(seen).toEqual([
      [1, '{"a":1}'],
      [2, '{"b":"ä"}'],
    ]);
  });

  it("passes over a line that is too long and goes on", async () => {
    const bytes = encoder.encode(`{"a":1}\n"${"x".repeat(500)}"\n{"b":2}\n`);
    const lines = await linesOf(bytes, 64, 100);
    expect(lines.map(({ line, raw, error }) => [line, raw ?? error?.code])).toEqual([
      [1, '{"a":1}'],
      [2, "row-too-long"],
      [3, '{"b":2}'],
    ]);
    expect(bytes.subarray(lines[2]?.byteOffset)).toEqual(encoder.encode('{"b":2}\n'));
  });

  it("names line and byte of the first sequence that is not UTF-8", async () => {
    const bytes = Uint8Array.of(...encoder.encode('{"a":1}\n{"é":"'), 0xe9, 0x22, 0x7d);
    expect(await fileError(bytes)).toMatchObject({ code: "encoding", line: 2, byteOffset: 15 });
  });

  it.each([
    ["UTF-16 LE", [0xff, 0xfe, 0x7b, 0], "UTF-16 (little-endian)"],
    ["UTF-16 BE", [0xfe, 0xff, 0, 0x7b], "UTF-16 (big-endian)"],
    ["gzip", [0x1f, 0x8b, 8, 0, 1, 2], "gzip"],
    ["zip", [0x50, 0x4b, 3, 4, 1, 2], "zip"],
  ])("refuses %s by name", async (_, bytes, part) => {
    expect((await fileError(Uint8Array.from(bytes))).message).toContain(part);
  });

  it("gives nothing for an empty file", async () => {
    expect(await linesOf(new Uint8Array())).toEqual([]);
  });
});
