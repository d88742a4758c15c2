"use client";
import { Card } from "@/app/_components/card";
import { CheckField, SelectField, TextField } from "@/app/_components/field";
import type { QueueDraft } from "./queue-draft";

const MODES = [
  ["mixed", "mixed: some items without a suggestion, by lot"],
  ["blind", "blind: no suggestions"],
  ["assisted", "assisted: a suggestion wherever there is one"],
] as const;

/** How many people judge each item, and whether they see a suggestion. */
export function QueuePeople({
  draft,
  set,
  hasSuggestions,
}: {
  draft: QueueDraft;
  set: (change: Partial<QueueDraft>) => void;
  hasSuggestions: boolean;
}) {
  const isRandom = draft.strategy === "random";
  const percent = (share: number) => String(Math.round(share * 100));
  return (
    <Card title="People">
      <div className="grid gap-4 sm:grid-cols-4">
        <TextField
          label="People per item"
          type="number"
          min={isRandom ? 3 : 1}
          max={10}
          value={isRandom ? Math.max(3, draft.overlapMin) : draft.overlapMin}
          onChange={(event) => set({ overlapMin: Number(event.target.value) || 1 })}
        />
        <TextField
          label="When they disagree"
          type="number"
          min={draft.overlapMin}
          max={10}
          disabled={isRandom}
          value={isRandom ? Math.max(3, draft.overlapMin) : Math.max(draft.overlapMin, draft.overlapMax)}
          onChange={(event) => set({ overlapMax: Number(event.target.value) || draft.overlapMin })}
        />
        <SelectField
          label="Suggestions"
          className="sm:col-span-2"
          disabled={!hasSuggestions || isRandom || draft.question === "verify" || draft.layout === "grid"}
          value={isRandom || draft.question === "verify" ? "blind" : draft.mode}
          options={MODES}
          onChoose={(mode) => set({ mode })}
        />
      </div>
      {isRandom ? (
        <p className="text-xs text-text-2">
          A random audit is blind for everybody and has one number of people for every item, else it would not be an
          unbiased estimate.
        </p>
      ) : (
        <>
          <div className="grid gap-4 sm:grid-cols-3">
            <TextField
              label="Random items mixed in, %"
              type="number"
              min={0}
              max={90}
              disabled={draft.strategy === "all"}
              value={draft.strategy === "all" ? "0" : percent(draft.randomShare)}
              hint="They keep people from expecting an error in every item."
              onChange={(event) => set({ randomShare: Math.min(90, Math.max(0, Number(event.target.value))) / 100 })}
            />
            {draft.mode === "mixed" && (
              <TextField
                label="Blind for everybody, %"
                type="number"
                min={0}
                max={100}
                value={percent(draft.blindItemsShare)}
                hint="Agreement is measured on these."
                onChange={(event) =>
                  set({ blindItemsShare: Math.min(100, Math.max(0, Number(event.target.value))) / 100 })
                }
              />
            )}
          </div>
          {draft.mode !== "blind" && (
            <CheckField
              label="Enter takes the suggestion"
              hint="Only where one is shown, and only after a moment to look. Faster, and easier to follow a wrong one."
              isChecked={draft.enterAccepts}
              onCheck={(enterAccepts) => set({ enterAccepts })}
            />
          )}
        </>
      )}
    </Card>
  );
}
