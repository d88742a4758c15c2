"use client";
import { SelectField, TextField } from "@/app/_components/field";
import type { ImportOptions } from "./import-options";

/** What the file may leave open, stated once for all its rows. */
export function ImportOptionFields({
  options,
  onChange,
}: {
  options: ImportOptions;
  onChange: (options: ImportOptions) => void;
}) {
  const set = (change: Partial<ImportOptions>) => onChange({ ...options, ...change });
  return (
    <details className="rounded-lg border border-line px-4 py-2.5 open:pb-4">
      <summary className="font-medium">What the file may not say itself</summary>
      <div className="mt-3 grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <SelectField
          label="Items that are there already"
          value={options.onExisting}
          options={[
            ["skip", "leave them as they are"],
            ["update", "update them"],
            ["fail", "refuse the whole file"],
          ]}
          onChoose={(onExisting) => set({ onExisting })}
        />
        <SelectField
          label="Rows without an id"
          value={options.idRule}
          options={[
            ["column", "are rejected"],
            ["path", "take the image's path"],
            ["content", "take a hash of the content"],
            ["row-number", "take their row number"],
          ]}
          onChoose={(idRule) => set({ idRule })}
        />
        <TextField
          label="Name of the model"
          hint="For predictions that name none."
          maxLength={128}
          value={options.modelName ?? ""}
          onChange={(event) => set({ modelName: event.target.value || null })}
        />
        <SelectField
          label="Predictions are out-of-sample"
          hint="Label-quality scores need a model that did not train on the item."
          value={options.outOfSample === null ? "unstated" : options.outOfSample ? "yes" : "no"}
          options={[
            ["unstated", "not stated"],
            ["yes", "yes: the model did not train on these items"],
            ["no", "no: it trained on them"],
          ]}
          onChoose={(value) => set({ outOfSample: value === "unstated" ? null : value === "yes" })}
        />
        <SelectField
          label="Scale of the predictions"
          value={options.scale}
          options={[
            ["probability", "probabilities, 0 to 1"],
            ["percent", "percent, 0 to 100"],
            ["logits", "logits"],
            ["log-probability", "log-probabilities"],
          ]}
          onChoose={(scale) => set({ scale })}
        />
        <SelectField
          label="Answers were given"
          hint="For answers that do not say."
          value={options.mode ?? "unstated"}
          options={[
            ["unstated", "not stated"],
            ["blind", "blind: without a suggestion"],
            ["assisted", "assisted: with a suggestion"],
          ]}
          onChoose={(mode) => set({ mode: mode === "unstated" ? null : mode })}
        />
        <SelectField
          label="Annotators in the file are"
          value={options.annotatorKind}
          options={[
            ["external", "people outside Concord"],
            ["simulated", "simulated"],
          ]}
          onChoose={(annotatorKind) => set({ annotatorKind })}
        />
      </div>
    </details>
  );
}
