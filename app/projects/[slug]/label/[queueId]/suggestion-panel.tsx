import { memo } from "react";
import type { DeskItem, Suggestion } from "./desk-state";
import type { Desk } from "./use-desk";

const WHY_NONE = {
  "in-sample": "The model was trained on this item, so it could only repeat what it learned.",
  "unknown training data": "Nobody has stated what the model was trained on.",
  "kept to managers": "Only managers may run the model of this queue.",
  "no label of the project": "The model puts this item into a class that the project does not have.",
  "no model": "There is no model for this queue.",
} as const;

interface SuggestionPanelProps {
  arm: DeskItem["arm"];
  isVerify: boolean;
  whyNone: DeskItem["whyNone"];
  shown: Suggestion | null;
  /** The item is a recording. */
  hasSound: boolean;
  labels: Desk["labels"];
  isExplaining: boolean;
  onExplain(): void;
}

/** What the model says, or why it says nothing here. */
export const SuggestionPanel = memo(function SuggestionPanel(props: SuggestionPanelProps) {
  const { arm, isVerify, whyNone, shown, hasSound, labels, isExplaining, onExplain } = props;
  if (isVerify)
    return (
      <section className="flex flex-col gap-2" data-testid="question-verify">
        <h2 className="font-semibold">Two labels are in question</h2>
        <p className="text-[12px] leading-4 text-text-2">
          Where each comes from is hidden on purpose, and the sides are by lot. Say what you see.
        </p>
      </section>
    );
  if (arm === "blind")
    return (
      <section className="flex flex-col gap-2" data-testid="arm-blind">
        <h2 className="font-semibold">No suggestion, on purpose</h2>
        <p className="text-[12px] leading-4 text-text-2">
          Some items come without one, so that its influence can be measured.
        </p>
      </section>
    );
  const label = labels.find((one) => one.key === shown?.label);
  return (
    <section className="flex flex-col gap-2" data-testid="arm-assisted">
      <h2 className="font-semibold">Suggestion</h2>
      {label && shown ? (
        <>
          <p className="flex items-center gap-2" data-testid="suggestion">
            <span
              aria-hidden="true"
              className="size-2.5 rounded-[3px]"
              style={{ background: `var(--c${label.color})` }}
            />
            <b className="font-semibold">{label.name}</b>
            <span className="text-text-2">{shown.isLikely ? "likely" : "unsure"}</span>
          </p>
          <p className="text-[12px] leading-4 text-text-2">
            From a model that has not seen this item.{" "}
            {shown.isPartial &&
              (hasSound ? "It heard only a part of the recording. " : "It read only the beginning of the text. ")}
            Look first.
          </p>
          <button
            type="button"
            aria-expanded={isExplaining}
            className="btn small self-start"
            onClick={(event) => {
              onExplain();
              if (event.detail > 0) event.currentTarget.blur();
            }}
          >
            Why? <kbd>H</kbd>
          </button>
        </>
      ) : (
        <p className="text-[12px] leading-4 text-text-2">
          {whyNone ? WHY_NONE[whyNone] : "None was ready before the item was shown."}
        </p>
      )}
    </section>
  );
});
