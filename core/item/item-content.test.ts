import { describe, expect, it } from "vitest";
import { contentHashInput, imageFormatOf, MAX_TEXT_BYTES, mediaPathProblem, textProblem } from "./item-content";

describe("textProblem", () => {
  it("takes any well-formed text up to 1 MiB of UTF-8", () => {
    expect(textProblem(" ")).toBeNull();
    expect(textProblem("x".repeat(MAX_TEXT_BYTES))).toBeNull();
    expect(textProblem("€".repeat(MAX_TEXT_BYTES / 4))).toBeNull();
  });

  it.each([
    ["", "empty"],
    ["a\u0000", "NUL"],
    ["a\udc00", "surrogate"],
    ["x".repeat(MAX_TEXT_BYTES + 1), "bytes"],
    ["€".repeat(MAX_TEXT_BYTES / 2), "bytes"],
  ])("refuses text case %#", (text, part) => {
    expect(textProblem(text)).toContain(part);
  });
});

describe("mediaPathProblem", () => {
  it.each(["images/p-001.png", "a b/ü.jpg", "..hidden.png", "x:y/z.png".slice(2)])("takes %s", (path) => {
    expect(mediaPathProblem(path)).toBeNull();
  });

  it.each([
    "",
    "../a.png",
    "a/../b.png",
    "/etc/passwd",
    "C:/a.png",
    "https://example.org/a.png",
    "a\\b.png",
    "a//b.png",
    "a\u0000.png",
  ])("refuses %j", (path) => {
    expect(mediaPathProblem(path)).not.toBeNull();
  });
});

describe("imageFormatOf", () => {
  const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
  it("goes by content", () => {
    expect(imageFormatOf(bytes("\xff\xd8\xff\xe0....JFIF"))).toBe("jpeg");
    expect(imageFormatOf(bytes("\x89PNG\r\n\x1a\n...."))).toBe("png");
    expect(imageFormatOf(bytes("RIFF1234WEBPVP8 "))).toBe("webp");
    expect(imageFormatOf(bytes("GIF89a......"))).toBe("gif");
    expect(imageFormatOf(bytes("<svg xmlns="))).toBeNull();
    expect(imageFormatOf(bytes("RIFF1234WAVE"))).toBeNull();
    expect(imageFormatOf(bytes(""))).toBeNull();
  });
});

describe("contentHashInput", () => {
  it("does not depend on the order of columns", () => {
    const data = new Map<string, string | number>([
      ["b", 1],
      ["__proto__", "x"],
      ["10", "y"],
    ]);
    const reversed = new Map([...data].reverse());
    expect(contentHashInput({ media: "table", data })).toBe('{"data":{"10":"y","__proto__":"x","b":1}}');
    expect(contentHashInput({ media: "table", data: reversed })).toBe(contentHashInput({ media: "table", data }));
  });

  it("tells text, image and audio apart", () => {
    expect(contentHashInput({ media: "text", text: "AB" })).toBe('{"text":"AB"}');
    expect(contentHashInput({ media: "image", sha256: "AB", width: 1, height: 1 })).toBe('{"image":"ab"}');
    expect(contentHashInput({ media: "audio", sha256: "ab" })).toBe('{"audio":"ab"}');
  });
});
