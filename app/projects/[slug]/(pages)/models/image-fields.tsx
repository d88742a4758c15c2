"use client";
import { CheckField, SelectField, TextField } from "@/app/_components/field";
import type { ModelDraft } from "./model-draft";

type TextOf = (
  field: "width" | "height" | "shortestEdge" | "scale" | "mean" | "std" | "resizeWidth" | "resizeHeight",
) => { value: string; error: string | null; onChange(event: { target: { value: string } }): void };

/** How pictures become the model's input. */
export function ImageFields({
  draft,
  text,
  onChange,
}: {
  draft: ModelDraft;
  text: TextOf;
  onChange(change: Partial<ModelDraft>): void;
}) {
  return (
    <fieldset className="grid gap-4 sm:grid-cols-4">
      <legend className="mb-2 font-semibold">How images were prepared for training</legend>
      <TextField label="Width" inputMode="numeric" {...text("width")} />
      <TextField label="Height" inputMode="numeric" {...text("height")} />
      <SelectField
        label="Fit"
        value={draft.fit}
        options={[
          ["shortest-edge+center-crop", "shortest edge, then centre crop"],
          ["stretch", "stretch"],
          ["letterbox", "letterbox"],
          ["stretch+center-crop", "stretch, then centre crop"],
          ["longest-edge+center-crop", "longest edge, then centre crop"],
        ]}
        onChoose={(fit) => onChange({ fit })}
      />
      {draft.fit === "shortest-edge+center-crop" && (
        <TextField label="Shortest edge" inputMode="numeric" {...text("shortestEdge")} />
      )}
      {(draft.fit === "stretch+center-crop" || draft.fit === "longest-edge+center-crop") && (
        <>
          <TextField label="Width before the crop" inputMode="numeric" {...text("resizeWidth")} />
          <TextField label="Height before the crop" inputMode="numeric" {...text("resizeHeight")} />
        </>
      )}
      <SelectField
        label="Resampling"
        value={draft.filter}
        options={[
          ["bilinear", "bilinear"],
          ["bicubic", "bicubic"],
          ["nearest", "nearest"],
        ]}
        onChoose={(filter) => onChange({ filter })}
      />
      <SelectField
        label="Channels"
        value={draft.channels}
        options={[
          ["RGB", "RGB"],
          ["BGR", "BGR"],
          ["L", "one, grey"],
        ]}
        onChoose={(channels) => onChange({ channels })}
      />
      <TextField label="Scale" hint="Pixels 0 to 255 times this." {...text("scale")} />
      <TextField label="Mean" hint="Taken off after scaling." {...text("mean")} />
      <TextField label="Standard deviation" hint="Divided by, after the mean." {...text("std")} />
      <SelectField
        label="Transparency"
        value={draft.alpha}
        options={[
          ["drop", "dropped, as Pillow does"],
          ["white", "over white"],
          ["black", "over black"],
        ]}
        onChoose={(alpha) => onChange({ alpha })}
      />
      <SelectField
        label="Orientation in the file"
        value={draft.exifOrientation}
        options={[
          ["ignore", "ignored, as Pillow does"],
          ["apply", "applied"],
        ]}
        onChoose={(exifOrientation) => onChange({ exifOrientation })}
      />
      <div className="self-end pb-1">
        <CheckField label="Inverted: white is 0" isChecked={draft.invert} onCheck={(invert) => onChange({ invert })} />
      </div>
    </fieldset>
  );
}
