"use client";
import { SelectField, TextArea, TextField } from "@/app/_components/field";
import { formatCount } from "@/app/_components/format";
import type { ShownLabel } from "@/app/_components/label-swatch";
import { Notice } from "@/app/_components/notice";
import { AudioFields } from "./audio-fields";
import { ImageFields } from "./image-fields";
import type { Inspection, ModelDraft } from "./model-draft";

const TASKS = {
  "image-classification": "Image",
  "text-classification": "Text",
  "tabular-classification": "Table",
  "audio-classification": "Audio",
} as const;

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
  const text = (
    field:
      | "name"
      | "width"
      | "height"
      | "shortestEdge"
      | "scale"
      | "mean"
      | "std"
      | "splits"
      | "snapshot"
      | "resizeWidth"
      | "resizeHeight"
      | "maxLength"
      | "samplingRate"
      | "samples",
  ) => ({
    value: draft[field],
    error: errorOf(field),
    onChange: (event: { target: { value: string } }) => onChange({ [field]: event.target.value }),
  });
  return (
    <>
      <p className="text-text-2 tabular-nums">
        {TASKS[card.task]} classifier, {card.labels.length} classes, {formatCount(parameters)} parameters, input “
        {card.input.name}”, output “{card.output.name}”.
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
            ["snapshot", "a snapshot of this project"],
          ]}
          onChoose={(trainedOn) => onChange({ trainedOn })}
        />
        <SelectField
          label="Who may download it"
          hint={
            draft.weights === "managers"
              ? "Annotators then get no suggestions that their browser computes."
              : "Browsers of annotators run it for their suggestions."
          }
          value={draft.weights}
          options={[
            ["members", "members who label"],
            ["managers", "managers only"],
          ]}
          onChoose={(weights) => onChange({ weights })}
        />
        {draft.trainedOn === "splits" && <TextField label="Splits, with commas" {...text("splits")} />}
        {draft.trainedOn === "snapshot" && (
          <TextField label="Snapshot" hint="Its number." inputMode="numeric" {...text("snapshot")} />
        )}
      </div>
      {card.image && <ImageFields draft={draft} text={text} onChange={onChange} />}
      {card.audio && <AudioFields draft={draft} text={text} onChange={onChange} />}
      {card.table && (
        <fieldset className="grid gap-4 sm:grid-cols-3">
          <legend className="mb-2 font-semibold">What the model reads of a row</legend>
          <TextArea
            label="Columns"
            hint="One a line, in the order of the model's input."
            rows={Math.min(8, card.table.columns.length + 1)}
            value={draft.columns}
            error={errorOf("columns")}
            onChange={(event) => onChange({ columns: event.target.value })}
          />
          <TextField label="Mean" hint="One a column, with commas." {...text("mean")} />
          <TextField label="Standard deviation" hint="One a column, with commas." {...text("std")} />
        </fieldset>
      )}
      {card.text && "tokenizer" in card.text && (
        <div className="grid gap-4 sm:grid-cols-3">
          <TextField
            label="Tokens"
            hint="Longer texts are cut; the screen then says that the model saw a part."
            inputMode="numeric"
            {...text("maxLength")}
          />
        </div>
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
