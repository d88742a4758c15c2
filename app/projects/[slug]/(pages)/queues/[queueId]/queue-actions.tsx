"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Button } from "@/app/_components/button";
import { useTRPC } from "@/app/_trpc/client";
import type { Outputs } from "@/app/_trpc/types";

type State = Outputs["queue"]["read"]["queue"]["state"];

/** Pause, close, open again. */
export function QueueActions({ projectId, queueId, state }: { projectId: number; queueId: number; state: State }) {
  const trpc = useTRPC();
  const router = useRouter();
  const change = useMutation(trpc.queue.setState.mutationOptions({ onSuccess: () => router.refresh() }));
  const to = (wanted: "open" | "paused" | "closed", name: string) => (
    <Button disabled={change.isPending} onClick={() => change.mutate({ projectId, queueId, state: wanted })}>
      {name}
    </Button>
  );
  if (state === "filling") return null;
  return (
    <>
      {change.error && (
        <span role="alert" className="text-bad">
          {change.error.message}
        </span>
      )}
      {state === "open" && to("paused", "Pause")}
      {state !== "closed" && to("closed", "Close")}
      {state !== "open" && to("open", "Open again")}
    </>
  );
}
