"use client";
import { useEffect, useState } from "react";
import {
  PROVIDER_CHOICES,
  type ProviderSetting,
  readProviderSetting,
  writeProviderSetting,
} from "@/app/_inference/execution-provider";
import { clearModelCache } from "@/app/_inference/model-cache";
import type { ModelRunner } from "@/app/_inference/model-runner";
import type { ModelStatus } from "@/app/_inference/model-status";
import { useModelStatus } from "@/app/_inference/use-model";

const NAMES = { wasm: "WebAssembly", webgpu: "WebGPU", auto: "the faster one" } as const;

function words(status: ModelStatus): { text: string; color: string; more: string } {
  if (status.state === "ready")
    return {
      text: `Model on ${NAMES[status.provider]}`,
      color: "var(--good)",
      more: `Runs in this browser: ${status.why}.`,
    };
  if (status.state === "loading") {
    const share = status.total > 0 ? ` ${Math.round((100 * status.done) / status.total)} %` : "";
    return {
      text: `Model loading${share}`,
      color: "var(--warn)",
      more: "Items shown meanwhile come without a suggestion.",
    };
  }
  if (status.state === "failed" || status.reason !== null)
    return { text: "Model off", color: "var(--bad)", more: `${status.reason} Labeling goes on without suggestions.` };
  return {
    text: "Model waiting",
    color: "var(--text-3)",
    more: "It starts with the first item that gets a suggestion.",
  };
}

/** How the model in this browser is doing, and on what it shall run here; a part of the menu. */
export function DeviceState({ runner }: { runner: ModelRunner | null }) {
  const status = useModelStatus(runner);
  const [setting, setSetting] = useState<ProviderSetting>("auto");
  useEffect(() => {
    setSetting(readProviderSetting());
  }, []);
  const { text, color, more } = words(status);
  return (
    <section aria-label="Model on this device" className="flex flex-col gap-2 border-line border-t px-3 py-2.5">
      <p className="flex items-center gap-2 font-medium" data-testid="model-state">
        <span aria-hidden="true" className="size-2 rounded-full" style={{ background: color }} />
        {text}
      </p>
      <p className="text-[12px] leading-4 text-text-2">{more}</p>
      <label className="flex flex-wrap items-center justify-between gap-2">
        On this device use
        <select
          className="input !w-auto"
          value={setting}
          onChange={(event) => {
            const chosen = PROVIDER_CHOICES.find((one) => one === event.target.value) ?? "auto";
            writeProviderSetting(chosen);
            setSetting(chosen);
            runner?.retry();
          }}
        >
          {PROVIDER_CHOICES.map((one) => (
            <option key={one} value={one}>
              {NAMES[one]}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        className="btn small"
        onClick={() => {
          // a browser that keeps nothing has nothing to clear
          void clearModelCache()
            .catch(() => undefined)
            .then(() => runner?.retry());
        }}
      >
        Clear models stored in this browser
      </button>
      {(status.state === "failed" || (status.state === "off" && status.reason !== null)) && (
        <button type="button" className="btn small" onClick={() => runner?.retry()}>
          Try again
        </button>
      )}
    </section>
  );
}
