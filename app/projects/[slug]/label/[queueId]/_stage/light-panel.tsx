"use client";
import { useSyncExternalStore } from "react";
import { type ImageView, LIGHT_MAX, LIGHT_MIN, type Light } from "./image-view";

const LIGHTS: readonly { light: Light; name: string; keys: readonly [string, string] }[] = [
  { light: "brightness", name: "Brightness", keys: [",", "."] },
  { light: "contrast", name: "Contrast", keys: ["Shift ,", "Shift ."] },
];

/** Brightness and contrast of every picture that follows, until they are reset. */
export function LightPanel({ view }: { view: ImageView }) {
  const state = useSyncExternalStore(view.watch, view.state, view.state);
  return (
    <div className="flex flex-col gap-3 p-2">
      {LIGHTS.map(({ light, name, keys: [less, more] }) => (
        <label key={light} className="flex flex-col gap-1">
          <span className="flex justify-between">
            {name} <span className="text-text-2 tabular-nums">{Math.round(state[light] * 100)} %</span>
          </span>
          <input
            type="range"
            min={LIGHT_MIN}
            max={LIGHT_MAX}
            step={0.05}
            value={state[light]}
            onChange={(event) => view.setLight(light, Number(event.target.value))}
            className="w-full accent-(--accent)"
          />
          <span className="flex justify-between">
            <kbd>{less}</kbd> <kbd>{more}</kbd>
          </span>
        </label>
      ))}
      <button type="button" className="btn small" onClick={view.reset}>
        Reset <kbd>Shift Space</kbd>
      </button>
      <p className="text-xs text-text-2">Kept for the next pictures. Only you see them so.</p>
    </div>
  );
}
