import { flacOf } from "./flac-file";
import { wavFile } from "./media-files";
import { toneModel } from "./onnx-tone-model";

export const TONES = ["low", "high"] as const;
export const HEARING = { samplingRate: 16_000, samples: 16_000 } as const;
const HERTZ = [300, 1_200] as const;

export const toneClassifier = () => toneModel({ rate: HEARING.samplingRate, samples: HEARING.samples, hertz: HERTZ });

/** One tone of two, louder or softer over the other: at 8 kHz in stereo or at 44.1 kHz, shorter or longer than the window. */
export function toneRecording(k: number): Buffer {
  const [own, other] = k % 2 === 0 ? HERTZ : [HERTZ[1], HERTZ[0]];
  const loud = 0.3 + 0.03 * (k % 7);
  const [rate, channels] = k % 3 === 0 ? [44_100, 1] : [8_000, 2];
  return wavFile({
    rate,
    channels,
    seconds: 0.4 + 0.3 * (k % 5),
    sample: (time, channel) =>
      loud * (channel === 1 ? 0.5 : 1) * Math.sin(2 * Math.PI * own * time) +
      0.15 * Math.sin(2 * Math.PI * other * time),
  });
}
export const RECORDINGS = 24;

/** As it is imported: some as FLAC, which the page decodes, with the same samples. */
export function importedRecording(k: number): Buffer {
  return k % 6 === 3 ? flacOf(toneRecording(k)) : toneRecording(k);
}
