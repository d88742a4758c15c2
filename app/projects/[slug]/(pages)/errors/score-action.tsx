"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { useTRPC } from "@/app/_trpc/client";

/** Scores with a chosen model; the page shows how far that is. */
export function ScoreAction({
  projectId,
  models,
  isFirst = false,
}: {
  projectId: number;
  models: readonly { id: number; name: string }[];
  isFirst?: boolean;
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const [modelId, setModelId] = useState(models[0]?.id ?? null);
  const start = useMutation(trpc.model.score.mutationOptions({ onSuccess: () => router.refresh() }));
  if (modelId === null) return null;
  return (
    <form
      className="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate({ projectId, modelId });
      }}
    >
      {start.error && (
        <span role="alert" className="text-bad">
          {start.error.message}
        </span>
      )}
      {models.length > 1 && (
        <select
          aria-label="Model to score with"
          className="input !w-auto"
          value={modelId}
          onChange={(event) => setModelId(Number(event.target.value))}
        >
          {models.map((model) => (
            <option key={model.id} value={model.id}>
              {model.name}
            </option>
          ))}
        </select>
      )}
      <Button type="submit" variant={isFirst ? "primary" : "plain"} disabled={start.isPending}>
        {isFirst ? `Score with ${models.find((one) => one.id === modelId)?.name}` : "Score again"}
      </Button>
    </form>
  );
}
