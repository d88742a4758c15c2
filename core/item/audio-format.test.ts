import { describe, expect, it } from "vitest";
import { audioFormatOf } from "./audio-format";

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...part].map((c) => c.charCodeAt(0)) : part)));
const zeros = (n: number) => new Array<number>(n).fill(0);
const little = (n: number) => [n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24];
const big = (n: number) => little(n).reverse();
const box = (name: string, content: number[]) => [...big(8 + content.length), ...bytes(name), ...content];
const track = (kind: string) => box("trak", box("hdlr", [...zeros(8), ...bytes(kind), ...zeros(12)]));

/** MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes. */
const frame = [0xff, 0xfb, 0x90, 0x00, ...zeros(413)];
const m4a = (...tracks: number[][]) =>
  bytes(box("ftyp", [...bytes("M4A "), ...zeros(4)]), box("mdat", zeros(5)), box("moov", tracks.flat()));
const wav = (...chunks: (string | number[])[]) => bytes("RIFF", little(36), "WAVE", ...chunks);

describe("audioFormatOf", () => {
  it.each([
    ["wav", wav("fmt ", little(16), zeros(16), "LIST", little(3), zeros(4), "data", little(0))],
    ["flac", bytes("fLaC", [0, 0, 0, 34], zeros(34))],
    ["ogg", bytes("OggS", zeros(22), [1, 19], "OpusHead", zeros(11))],
    ["ogg", bytes("OggS", zeros(22), [1, 30], "\x01vorbis", zeros(23))],
    ["mp3", bytes(frame, frame)],
    ["mp3", bytes(frame)],
    ["mp3", bytes("ID3", [3, 0, 0, 0, 0, 1, 2], zeros(130), frame, frame)],
    ["m4a", m4a(track("soun"))],
  ])("knows %s by its structure", (name, content) => {
    expect(audioFormatOf(content)).toBe(name);
  });

  it.each([
    ["nothing", bytes()],
    ["a picture", bytes("\xff\xd8\xff\xe0", zeros(400))],
    ["a WebP", bytes("RIFF", little(36), "WEBPVP8 ", zeros(20))],
    ["a WAV without samples", wav("fmt ", little(16), zeros(16))],
    ["a WAV without a format", wav("data", little(4), zeros(4))],
    ["HTML behind one frame header", bytes([0xff, 0xfb, 0x90, 0x00], "<script>alert(1)</script>", zeros(500))],
    ["a frame header alone", bytes([0xff, 0xfb, 0x90, 0x00])],
    ["an Ogg video", bytes("OggS", zeros(22), [1, 42], "\x80theora", zeros(40))],
    ["a film", m4a(track("vide"), track("soun"))],
    ["an MP4 without tracks", m4a()],
    ["an MP4 whose box has no end", bytes(box("ftyp", [...bytes("M4A ")]), big(0), "mdat")],
    ["text", bytes("fLaCnothing else")],
  ])("takes %s for no audio", (_, content) => {
    expect(audioFormatOf(content)).toBeNull();
  });
});
