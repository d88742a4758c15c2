/** Bytes of one audio file; the project's zip may hold many. */
export const MAX_AUDIO_BYTES = 50_000_000;

/** Content type of every audio format that is accepted; files are kept as they came. */
export const AUDIO_FORMATS = [
  { name: "wav", contentType: "audio/wav" },
  { name: "mp3", contentType: "audio/mpeg" },
  { name: "ogg", contentType: "audio/ogg" },
  { name: "flac", contentType: "audio/flac" },
  { name: "m4a", contentType: "audio/mp4" },
] as const;
export type AudioFormat = (typeof AUDIO_FORMATS)[number]["name"];

/** The format of an audio file by its structure, whatever its name says; null when it is none that is accepted. */
export function audioFormatOf(bytes: Uint8Array): AudioFormat | null {
  if (isWav(bytes)) return "wav";
  if (isFlac(bytes)) return "flac";
  if (isOgg(bytes)) return "ogg";
  if (isM4a(bytes)) return "m4a";
  return isMp3(bytes) ? "mp3" : null;
}

const tag = (bytes: Uint8Array, at: number, length = 4) => String.fromCharCode(...bytes.subarray(at, at + length));
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A format chunk and samples, in any order of chunks. */
function isWav(bytes: Uint8Array): boolean {
  if (tag(bytes, 0) !== "RIFF" || tag(bytes, 8) !== "WAVE") return false;
  const view = viewOf(bytes);
  let hasFormat = false;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = tag(bytes, at);
    if (name === "data") return hasFormat;
    if (name === "fmt ") hasFormat = true;
    const size = view.getUint32(at + 4, true);
    at += 8 + size + (size % 2);
  }
  return false;
}

/** The first block describes the stream and has 34 bytes. */
function isFlac(bytes: Uint8Array): boolean {
  if (bytes.length < 42 || tag(bytes, 0) !== "fLaC") return false;
  return ((bytes[4] ?? 1) & 0x7f) === 0 && (viewOf(bytes).getUint32(4) & 0xff_ffff) === 34;
}

const OGG_CODECS = ["OpusHead", "\x01vorbis", "\x7fFLAC", "Speex   "];

/** The first packet of the first page names the codec; video streams have others. */
function isOgg(bytes: Uint8Array): boolean {
  if (bytes.length < 36 || tag(bytes, 0) !== "OggS" || bytes[4] !== 0) return false;
  const packet = tag(bytes, 27 + (bytes[26] ?? 0), 8);
  return OGG_CODECS.some((codec) => packet.startsWith(codec));
}

/** An MP4 file with a sound track and no picture track. */
function isM4a(bytes: Uint8Array): boolean {
  if (bytes.length < 16 || tag(bytes, 4) !== "ftyp") return false;
  const view = viewOf(bytes);
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at);
    if (tag(bytes, at + 4) === "moov") {
      const handlers = handlersOf(bytes.subarray(at + 8, at + size));
      return handlers.includes("soun") && !handlers.includes("vide");
    }
    const length = size === 1 && at + 16 <= bytes.length ? Number(view.getBigUint64(at + 8)) : size;
    if (length < 8) return false;
    at += length;
  }
  return false;
}

/** What the tracks of a movie box hold: the word after the name of each handler box, its version and an empty field. */
function handlersOf(movie: Uint8Array): string[] {
  const found: string[] = [];
  for (let at = movie.indexOf(HDLR[0]); at !== -1; at = movie.indexOf(HDLR[0], at + 1))
    if (HDLR.every((byte, k) => movie[at + k] === byte)) found.push(tag(movie, at + 12));
  return found;
}
const HDLR = [0x68, 0x64, 0x6c, 0x72] as const;

/** Two frames after each other, behind what a tagger may have put in front. */
function isMp3(bytes: Uint8Array): boolean {
  const start = tag(bytes, 0, 3) === "ID3" ? 10 + tagSize(bytes) : 0;
  const length = frameLength(bytes, start);
  if (length === null) return false;
  const next = start + length;
  return next >= bytes.length ? next === bytes.length : frameLength(bytes, next) !== null;
}

/** Four times seven bits. */
const tagSize = (bytes: Uint8Array) => [6, 7, 8, 9].reduce((size, at) => size * 128 + ((bytes[at] ?? 0) & 0x7f), 0);

const KBITS_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBITS_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES = [44_100, 48_000, 32_000];

/** Bytes of the layer III frame that begins here; null when none does. */
function frameLength(bytes: Uint8Array, at: number): number | null {
  const [a, b, c] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
  if (a !== 0xff || (b & 0xe0) !== 0xe0) return null;
  const version = (b >> 3) & 3;
  const isLayer3 = ((b >> 1) & 3) === 1;
  if (!isLayer3 || version === 1) return null;
  const isFirst = version === 3;
  const kbits = (isFirst ? KBITS_1 : KBITS_2)[c >> 4];
  const rate = RATES[(c >> 2) & 3];
  if (!kbits || !rate) return null;
  const divisor = isFirst ? 1 : version === 2 ? 2 : 4;
  return Math.floor(((isFirst ? 144 : 72) * kbits * 1000 * divisor) / rate) + ((c >> 1) & 1);
}
