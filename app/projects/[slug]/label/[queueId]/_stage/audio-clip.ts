import { type Peaks, waveformPeaks } from "@/core/item/waveform";

export interface AudioClip {
  /** Null for a recording that is too long to be drawn, or that this browser cannot decode. */
  peaks: Peaks | null;
  /** Of the decoded sound, in seconds; 0 when it was not decoded. */
  seconds: number;
  problem: "too-long" | "not-decoded" | null;
}

const BUCKETS = 1_200;
/** Larger files are played but not drawn: decoded, they would fill the memory. */
const MAX_DECODED_BYTES = 20_000_000;
/** Up to this size at full quality; above, at a rate that still shows speech. */
const FINE_BYTES = 4_000_000;
const KEPT = 12;

/** Newest last; only outlines are kept, never the sound. */
const clips = new Map<string, Promise<AudioClip>>();

/** Fetches, decodes and outlines a recording, once; the browser's cache then plays it from the same bytes. */
export function audioClip(url: string): Promise<AudioClip> {
  const known = clips.get(url);
  clips.delete(url);
  const clip = known ?? readClip(url);
  clips.set(url, clip);
  const [oldest] = clips.keys();
  if (clips.size > KEPT && oldest !== undefined) clips.delete(oldest);
  // a failure is asked again next time
  if (!known) clip.catch(() => clips.delete(url));
  return clip;
}

async function readClip(url: string): Promise<AudioClip> {
  const reply = await fetch(url);
  if (!reply.ok) throw new Error(`The recording does not load (${reply.status}).`);
  const bytes = await reply.arrayBuffer();
  if (bytes.byteLength > MAX_DECODED_BYTES) return { peaks: null, seconds: 0, problem: "too-long" };
  // an offline context takes none of the few that may sound
  const context = new OfflineAudioContext(1, 1, bytes.byteLength > FINE_BYTES ? 16_000 : 44_100);
  try {
    const sound = await context.decodeAudioData(bytes);
    const channels = Array.from({ length: sound.numberOfChannels }, (_, k) => sound.getChannelData(k));
    return { peaks: waveformPeaks(channels, BUCKETS), seconds: sound.duration, problem: null };
  } catch (error) {
    if (error instanceof DOMException) return { peaks: null, seconds: 0, problem: "not-decoded" };
    throw error;
  }
}
