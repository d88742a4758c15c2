import { expect, it } from "vitest";
import { wavTone } from "../item/fixtures/wav-tone";
import { storedRate } from "./stored-rate";

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...part].map((c) => c.charCodeAt(0)) : part)));
const zeros = (n: number) => new Array<number>(n).fill(0);
const little = (n: number) => [n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24];
const big = (n: number) => little(n).reverse();
const page = [...bytes("OggS"), ...zeros(22), 1, 40];
/** A stream of 44.1 kHz, two channels, 16 bit: 20 bits of rate, 3 of channels, 5 of bits. */
const streamInfo = [...zeros(10), 0x0a, 0xc4, 0x42, 0xf0, ...zeros(20)];
const sampleEntry = (rate: number) => [...big(36), ...bytes("mp4a"), ...zeros(24), rate >> 8, rate & 255, 0, 0];
const stsd = (rate: number) => [...bytes("stsd"), ...zeros(4), ...big(1), ...sampleEntry(rate)];
const box = (name: string, content: number[]) => [...big(8 + content.length), ...bytes(name), ...content];

it.each([
  ["WAV", "wav", wavTone({ hertz: 440, seconds: 0.01, rate: 22_050 }), 22_050],
  ["FLAC", "flac", bytes("fLaC", [0x80, 0, 0, 34], streamInfo), 44_100],
  ["Opus", "ogg", bytes(page, "OpusHead", [1, 1, 0, 0], little(16_000), zeros(3)), 48_000],
  ["Vorbis", "ogg", bytes(page, "\x01vorbis", little(0), [2], little(32_000), zeros(13)), 32_000],
  ["Speex", "ogg", bytes(page, "Speex   ", zeros(20), little(1), little(80), little(8_000)), 8_000],
  ["FLAC in Ogg", "ogg", bytes(page, "\x7fFLAC", [1, 0, 0, 1], "fLaC", [0, 0, 0, 34], streamInfo), 44_100],
  ["MP3", "mp3", bytes([0xff, 0xfb, 0x90, 0x00], zeros(413)), 44_100],
  [
    "MP3 of version 2 behind a tag",
    "mp3",
    bytes("ID3", [3, 0, 0, 0, 0, 0, 4], zeros(4), [0xff, 0xf3, 0x94, 0]),
    24_000,
  ],
  [
    "M4A",
    "m4a",
    bytes(box("ftyp", zeros(8)), box("mdat", [...bytes("stsd"), ...zeros(60)]), box("moov", stsd(44_100))),
    44_100,
  ],
  ["a rate of 0", "m4a", bytes(box("ftyp", zeros(8)), box("moov", stsd(0))), null],
  ["an M4A without tracks", "m4a", bytes(box("ftyp", zeros(8)), box("moov", [])), null],
  ["an Ogg of something else", "ogg", bytes(page, "\x80theora", zeros(40)), null],
  ["an MP3 that is none", "mp3", bytes("ID3", zeros(20)), null],
  ["a short FLAC", "flac", bytes("fLaC"), null],
] as const)("%s says its rate", (_, format, content, rate) => {
  expect(storedRate(content, format)).toBe(rate);
});
