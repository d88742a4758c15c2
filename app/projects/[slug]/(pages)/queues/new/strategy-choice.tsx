"use client";
import { needsPredictions, STRATEGIES, type Strategy } from "./queue-draft";

/** The orders with what each means; those that need predictions wait for them. */
export function StrategyChoice({
  value,
  isOneLabel,
  hasPredictions,
  onChoose,
}: {
  value: Strategy;
  isOneLabel: boolean;
  hasPredictions: boolean;
  onChoose: (strategy: Strategy) => void;
}) {
  return (
    <fieldset className="grid gap-2 md:grid-cols-2">
      <legend className="sr-only">Order</legend>
      {STRATEGIES.filter((one) => isOneLabel || !needsPredictions(one.value)).map((one) => {
        const isMissing = needsPredictions(one.value) && !hasPredictions;
        return (
          <label
            key={one.value}
            className={`flex items-start gap-2.5 rounded-lg border p-3 has-focus-visible:outline-2 has-focus-visible:outline-accent ${
              one.value === value ? "border-accent bg-accent-weak" : "border-line-strong"
            } ${isMissing ? "text-text-2" : ""}`}
          >
            <input
              type="radio"
              name="strategy"
              className="mt-0.5 size-4 shrink-0 accent-(--accent)"
              checked={one.value === value}
              disabled={isMissing}
              onChange={() => onChoose(one.value)}
            />
            <span>
              <span className="font-medium">{one.name}</span>
              <span className="block text-xs text-text-2">{one.means}</span>
              {isMissing && <span className="block text-xs text-warn">Needs {one.needs}.</span>}
            </span>
          </label>
        );
      })}
      {!isOneLabel && (
        <p className="text-xs text-text-2 md:col-span-2">
          The other orders and suggestions need a model that predicts one label per item; the answers here are of
          another kind.
        </p>
      )}
    </fieldset>
  );
}
