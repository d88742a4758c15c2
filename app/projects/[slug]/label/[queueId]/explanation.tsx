"use client";
import { useEffect, useState } from "react";
import { labelName, type ShownLabel } from "@/app/_components/label-swatch";
import { type Explanation as Drops, type ExplainOptions, explain } from "@/app/_inference/explain";
import type { ModelRunner } from "@/app/_inference/model-runner";
import { useModelRunner } from "@/app/_inference/use-model";
import { labelCalls } from "@/app/_trpc/label-calls";
import type { Outputs } from "@/app/_trpc/types";
import type { DeskItem } from "./desk-state";
import { HeatPicture, HeatSound, HeatText } from "./heat";
import { Nearest } from "./nearest";

interface ExplanationProps {
  ids: { projectId: number; queueId: number };
  userId: number;
  /** The label screen's own; null where suggestions are stored ones. */
  runner: ModelRunner | null;
  item: DeskItem;
  label: string;
  labels: readonly ShownLabel[];
}

type Source = NonNullable<Outputs["label"]["explain"]>;

/** What the suggestion hangs on: parts are left out one by one, and the model is asked again. */
export function Explanation({ ids, userId, runner: own, item, label, labels }: ExplanationProps) {
  const spare = useModelRunner(ids.projectId, own === null);
  const runner = own ?? spare;
  const [source, setSource] = useState<Source | null>(null);
  const [drops, setDrops] = useState<Drops | null>(null);
  const [trouble, setTrouble] = useState("");
  const { claimId, itemId, image, audio, text } = item;
  useEffect(() => {
    if (!runner) return;
    const stop = new AbortController();
    const run = async () => {
      const found = await labelCalls.explain.query({ ...ids, userId, claimId });
      if (!found) return setTrouble("The suggestion came with the data: there is no model here to ask.");
      if (found.reads === "row")
        return setTrouble("Parts are left out of pictures, texts and recordings, not of rows.");
      setSource(found);
      await runner.ensure(found.modelId, found.sha256);
      const what = whatOf(found.reads, { image, audio, text });
      const options = { sha256: found.sha256, key: String(itemId), label, item: what };
      await explain(runner, { ...options, signal: stop.signal, onPart: setDrops });
    };
    run().catch((error: unknown) => {
      if (!stop.signal.aborted) setTrouble(error instanceof Error ? error.message : "The model does not answer.");
    });
    return () => stop.abort();
  }, [runner, ids, userId, claimId, itemId, image, audio, text, label]);

  const left = drops?.drops.filter((drop) => drop === null).length ?? 0;
  const total = drops?.drops.length ?? 0;
  return (
    <section aria-label="Explanation" className="flex flex-col gap-2" data-testid="explanation">
      {trouble !== "" && (
        <p role="status" className="text-[12px] leading-4 text-text-2">
          {trouble}
        </p>
      )}
      {trouble === "" && (!drops || left > 0) && (
        <p className="text-[12px] leading-4 text-text-2 tabular-nums">
          {drops ? `Asking the model, ${total - left} of ${total}` : "Starting the model"}
        </p>
      )}
      {drops?.kind === "image" && source && image && <HeatPicture url={image} fit={source.fit} drops={drops} />}
      {drops?.kind === "recording" && <HeatSound drops={drops} />}
      {drops?.kind === "text" && <HeatText text={text ?? ""} drops={drops} />}
      {drops && left === 0 && (
        <p role="status" className="text-[12px] leading-4 text-text-2">
          Marked: what the model loses of “{labelName(labels, label)}” without it. This explains the model; it is no
          evidence about the item.
        </p>
      )}
      <Nearest ids={ids} userId={userId} claimId={claimId} labels={labels} />
    </section>
  );
}

function whatOf(
  reads: Source["reads"],
  { image, audio, text }: Pick<DeskItem, "image" | "audio" | "text">,
): ExplainOptions["item"] {
  if (reads === "audio" && audio) return { kind: "recording", url: audio };
  return reads === "image" && image ? { kind: "image", url: image } : { kind: "text", text: text ?? "" };
}
