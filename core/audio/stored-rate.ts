import type { AudioFormat } from "../item/audio-format";

/**
 * The sampling rate at which a compressed recording is stored, so that it can be decoded without being resampled; null where
 * its headers do not say. Opus is always decoded at 48 kHz, whatever was recorded.
 */
export function storedRate(bytes: Uint8Array, format: AudioFormat): number | null {
  const rate = READERS[format](bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return rate !== null && rate > 0 ? rate : null;
}

type Reader = (bytes: Uint8Array, view: DataView) => number | null;

const OPUS_RATE = 48_000;
const MP3_RATES = [44_100, 48_000, 32_000];
/** Version bits of a frame: 2.5, reserved, 2, 1. */
const MP3_DIVISORS = [4, 0, 2, 1];

const READERS: Readonly<Record<AudioFormat, Reader>> = {
  wav: (bytes, view) => {
    const at = indexOf(bytes, "fmt ");
    return at >= 0 && at + 16 <= bytes.length ? view.getUint32(at + 12, true) : null;
  },
  // 20 bits behind sizes of blocks and frames
  flac: (bytes, view) => (bytes.length < 22 ? null : view.getUint32(18) >>> 12),
  ogg: (bytes, view) => {
    const packet = 27 + (bytes[26] ?? 0);
    if (startsWith(bytes, packet, "OpusHead")) return OPUS_RATE;
    if (startsWith(bytes, packet, "\x01vorbis") && packet + 16 <= bytes.length)
      return view.getUint32(packet + 12, true);
    if (startsWith(bytes, packet, "Speex   ") && packet + 40 <= bytes.length) return view.getUint32(packet + 36, true);
    // a FLAC stream begins behind 9 bytes of its own
    if (startsWith(bytes, packet, "\x7fFLAC") && packet + 31 <= bytes.length) return view.getUint32(packet + 27) >>> 12;
    return null;
  },
  // the first sample description of the first track
  m4a: (bytes, view) => {
    const at = indexOf(bytes, "stsd", movieStart(bytes, view));
    return at >= 0 && at + 46 <= bytes.length ? view.getUint16(at + 44) : null;
  },
  mp3: (bytes) => {
    const at = startsWith(bytes, 0, "ID3") ? 10 + [6, 7, 8, 9].reduce((sum, k) => sum * 128 + (bytes[k] ?? 0), 0) : 0;
    const [mark = 0, version = 0, rates = 0] = bytes.subarray(at, at + 3);
    const rate = MP3_RATES[(rates >> 2) & 3];
    const divisor = MP3_DIVISORS[(version >> 3) & 3];
    return mark === 0xff && rate && divisor ? rate / divisor : null;
  },
};

const startsWith = (bytes: Uint8Array, at: number, word: string) =>
  [...word].every((character, k) => bytes[at + k] === character.charCodeAt(0));

function indexOf(bytes: Uint8Array, word: string, from = 0): number {
  const first = word.charCodeAt(0);
  let at = bytes.indexOf(first, from);
  while (at >= 0 && !startsWith(bytes, at, word)) at = bytes.indexOf(first, at + 1);
  return at;
}

/** Where the box of an MP4 file begins that describes its tracks; the end of the file where there is none. */
function movieStart(bytes: Uint8Array, view: DataView): number {
  for (let at = 0; at + 16 <= bytes.length; ) {
    if (startsWith(bytes, at + 4, "moov")) return at;
    const size = view.getUint32(at);
    const length = size === 1 ? Number(view.getBigUint64(at + 8)) : size;
    if (length < 8) break;
    at += length;
  }
  return bytes.length;
}
