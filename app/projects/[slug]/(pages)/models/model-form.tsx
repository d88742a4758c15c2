"use client";
import { CheckField, SelectField, TextField } from "@/app/_components/field";
import { formatCount } from "@/app/_components/format";
import type { ShownLabel } from "@/app/_components/label-swatch";
import { Notice } from "@/app/_components/notice";
import type { Inspection, ModelDraft } from "./model-draft";

interface ModelFormProps {
  inspection: Inspection;
  draft: ModelDraft;
  labels: readonly ShownLabel[];
  problem: { field: keyof ModelDraft | null; message: string } | null;
  onChange(change: Partial<ModelDraft>): void;
}

/** What the file could not say; wrong scaling makes a good model look bad. */
export function ModelForm({ inspection, draft, labels, problem, onChange }: ModelFormProps) {
  const { card, questions, parameters } = inspection;
  const errorOf = (field: keyof ModelDraft) => (problem?.field === field ? problem.message : null);
  const text = (field: "name" | "width" | "height" | "shortestEdge" | "scale" | "mean" | "std" | "splits") => ({
    value: draft[field],
    error: errorOf(field),
    onChange: (event: { target: { value: string } }) => onChange({ [field]: event.target.value }),
  });
  return (
    <>
      <p className="text-text-2 tabular-nums">
        {card.task === "image-classification" ? "Image" : "Text"} classifier, {card.labels.length} classes,{" "}
        {formatCount(parameters)} parameters, input “{card.input.name}”, output “{card.output.name}”.
      </p>
      {questions.length > 0 && (
        <Notice tone="warn" title="The file does not say, so please check:">
          <ul className="list-disc pl-5">
            {questions.map((question) => (
              <li key={question}>{question}</li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="grid gap-4 sm:grid-cols-3">
        <TextField label="Name" required maxLength={100} {...text("name")} />
        <SelectField
          label="Outputs are"
          value={draft.outputKind}
          options={[
            ["logits", "logits"],
            ["probabilities", "probabilities"],
            ["sigmoid", "sigmoids, one a class"],
            ["binary-logit", "one logit of two classes"],
          ]}
          onChoose={(outputKind) => onChange({ outputKind })}
        />
        <SelectField
          label="It was trained on"
          hint="Suggestions and scores need items that it did not train on."
          value={draft.trainedOn}
          options={[
            ["unknown", "not known"],
            ["nothing", "no item of this project"],
            ["splits", "some splits of this project"],
          ]}
          onChoose={(trainedOn) => onChange({ trainedOn })}
        />
        {draft.trainedOn === "splits" && <TextField label="Splits, with commas" {...text("splits")} />}
      </div>
      {card.image && (
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
            ]}
            onChoose={(fit) => onChange({ fit })}
          />
          {draft.fit === "shortest-edge+center-crop" && (
            <TextField label="Shortest edge" inputMode="numeric" {...text("shortestEdge")} />
          )}
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
          <div className="self-end pb-1">
            <CheckField
              label="Inverted: white is 0"
              isChecked={draft.invert}
              onCheck={(invert) => onChange({ invert })}
            />
          </div>
        </fieldset>
      )}
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-2 font-semibold">Classes and labels</legend>
        {errorOf("classes") && (
          <p role="alert" className="text-xs text-bad">
            {errorOf("classes")}
          </p>
        )}
        <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
          {card.labels.map((label, k) => (
            <label key={`${k}-${label.name}`} className="grid grid-cols-[1fr_1fr] items-center gap-3">
              <span className="truncate">
                <span className="text-text-2 tabular-nums">{k}</span> {label.name}
              </span>
              <select
                className="input"
                value={draft.classes[k] ?? ""}
                onChange={(event) =>
                  onChange({ classes: draft.classes.map((key, at) => (at === k ? event.target.value : key)) })
                }
              >
                <option value="">no label of this project</option>
                {labels.map((one) => (
                  <option key={one.key} value={one.key}>
                    {one.name}
                  </option>
                ))}
              </select>
            </label>
          ))}
        </div>
      </fieldset>
    </>
  );
}
