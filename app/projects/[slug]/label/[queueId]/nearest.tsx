"use client";
import { useEffect, useState } from "react";
import { LabelOf, type ShownLabel } from "@/app/_components/label-swatch";
import { SmallItem } from "@/app/_components/small-item";
import { labelCalls } from "@/app/_trpc/label-calls";
import type { Outputs } from "@/app/_trpc/types";

type Found = NonNullable<Outputs["label"]["nearest"]>;
interface NearestProps {
  ids: { projectId: number; queueId: number };
  userId: number;
  claimId: number;
  labels: readonly ShownLabel[];
}

/** Items that people settled and that the model finds most like this one: what it may be holding on to. */
export function Nearest({ ids, userId, claimId, labels }: NearestProps) {
  const [found, setFound] = useState<Found | null>(null);
  const [state, setState] = useState<"asking" | "there" | "no answer">("asking");
  useEffect(() => {
    let isGone = false;
    labelCalls.nearest.query({ ...ids, userId, claimId }).then(
      (answer) => {
        if (isGone) return;
        setFound(answer);
        setState("there");
      },
      () => isGone || setState("no answer"),
    );
    return () => {
      isGone = true;
    };
  }, [ids, userId, claimId]);
  if (state === "asking") return null;
  return (
    <section aria-label="Settled items most like this one" className="flex flex-col gap-2" data-testid="nearest">
      <h3 className="font-medium">Settled, and most like this one to the model</h3>
      {found?.labels.map((examples) => (
        <div key={examples[0]?.label} className="flex flex-col gap-1">
          <LabelOf labels={labels} labelKey={examples[0]?.label ?? null} />
          <ul className={examples[0]?.picture ? "flex flex-wrap gap-1.5" : "flex flex-col gap-1"}>
            {examples.map((example, k) => (
              <li key={k}>
                <SmallItem {...example} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      <p className="text-[12px] leading-4 text-text-2">
        {state === "no answer"
          ? "The server does not answer."
          : found
            ? WHAT[found.by]
            : "People have settled no items yet that the model can compare with this one."}
      </p>
    </section>
  );
}

const WHAT = {
  embeddings: "Compared by the model's embeddings, labels as people settled them.",
  probabilities:
    "Compared by the probabilities that the model gives, as it has no embeddings here; labels as people settled them.",
};
