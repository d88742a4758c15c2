"use client";
import { SelectField, TextField } from "@/app/_components/field";
import { type ModelDraft, readNumber } from "./model-draft";

type TextOf = (field: "samplingRate" | "samples") => {
  value: string;
  error: string | null;
  onChange(event: { target: { value: string } }): void;
};

/** How recordings become the model's input. */
export function AudioFields({
  draft,
  text,
  onChange,
}: {
  draft: ModelDraft;
  text: TextOf;
  onChange(change: Partial<ModelDraft>): void;
}) {
  const [rate, samples] = [readNumber(draft.samplingRate), readNumber(draft.samples)];
  const seconds = rate && samples ? samples / rate : null;
  return (
    <fieldset className="grid gap-4 sm:grid-cols-4">
      <legend className="mb-2 font-semibold">How recordings were prepared for training</legend>
      <TextField
        label="Sampling rate in Hz"
        hint="Recordings are mixed to one channel and resampled to it."
        inputMode="numeric"
        {...text("samplingRate")}
      />
      <TextField
        label="Window in samples"
        hint={
          seconds === null
            ? "Shorter recordings are filled up with silence."
            : `${formatSeconds(seconds)}; shorter recordings are filled up with silence.`
        }
        inputMode="numeric"
        {...text("samples")}
      />
      <SelectField
        label="Of longer recordings"
        hint="The screen then says that the model heard a part."
        value={draft.longer}
        options={[
          ["first", "the beginning"],
          ["center", "the middle"],
        ]}
        onChoose={(longer) => onChange({ longer })}
      />
      <SelectField
        label="Normalised"
        hint="As Wav2Vec2FeatureExtractor does, over what is heard."
        value={draft.normalize}
        options={[
          ["none", "no, −1 to 1"],
          ["zero-mean-unit-variance", "mean 0, variance 1"],
        ]}
        onChoose={(normalize) => onChange({ normalize })}
      />
    </fieldset>
  );
}

const formatSeconds = (seconds: number) => `${seconds < 10 ? Number(seconds.toFixed(2)) : Math.round(seconds)} s`;
