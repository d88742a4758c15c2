"use client";
import { useTakingPart } from "@/app/_inference/taking-part";
import { Button } from "./button";
import { formatCount } from "./format";

const PROVIDERS = { wasm: "WebAssembly", webgpu: "WebGPU" } as const;

/** What this tab does just now, in one line. */
export function TakingPartLine() {
  const { state, isOn } = useTakingPart();
  if (!isOn) return null;
  const speed =
    state.provider && state.msPerItem !== null
      ? `${PROVIDERS[state.provider]}, ${state.msPerItem < 10 ? state.msPerItem.toFixed(1) : Math.round(state.msPerItem)} ms per item`
      : null;
  const doing =
    state.phase === "computing"
      ? "computing"
      : state.phase === "failed"
        ? "stopped by an error, tries again"
        : state.running === 0
          ? "nothing to compute now"
          : "waiting for work";
  return (
    <p className="text-text-2 tabular-nums" data-testid="taking-part">
      This tab: {doing} · {formatCount(state.items)} items{speed && ` · ${speed}`}
      {state.message && <span className="block text-bad">{state.message}</span>}
    </p>
  );
}

/** Asks a member once whether their browser may compute for the project; quiet where there is nothing to do. */
export function TakePartCard({ name, running }: { name: string; running: number }) {
  const { isOn, isKept, turnOn, turnOff } = useTakingPart();
  if (isKept === null || (running === 0 && !isOn)) return null;
  return (
    <section
      aria-label={`Computing for ${name}`}
      className="card flex flex-wrap items-center justify-between gap-x-4 gap-y-2 p-4"
    >
      <div className="min-w-0 flex-1 basis-72">
        <p className="font-semibold">{name} computes predictions in browsers</p>
        {isOn ? (
          <TakingPartLine />
        ) : (
          <p className="text-text-2">
            Yours can take part while this tab is open: it reads items and runs the model. Nothing is installed.
          </p>
        )}
      </div>
      {isOn ? (
        <Button onClick={turnOff}>Stop</Button>
      ) : (
        <Button onClick={() => turnOn({ isKept: true })}>Take part</Button>
      )}
    </section>
  );
}
