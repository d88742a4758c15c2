"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Button } from "@/app/_components/button";
import { Notice } from "@/app/_components/notice";
import { useTRPC } from "@/app/_trpc/client";

interface TrainAgainProps {
  projectId: number;
  name: string;
  folds: number;
  /** The model whose embeddings it reads; null where it reads the items. */
  embeddings: number | null;
}

/** The next version of a baseline, from the labels as people settled them. */
export function TrainAgain({ projectId, name, folds, embeddings }: TrainAgainProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const train = useMutation(trpc.model.train.mutationOptions({ onSuccess: () => router.refresh() }));
  return (
    <div className="flex flex-col items-start gap-2">
      <Button
        isSmall
        disabled={train.isPending}
        onClick={() => train.mutate({ projectId, name, folds, labels: "resolved", embeddings })}
      >
        Train again on resolved labels
      </Button>
      {train.error && <Notice tone="bad">{train.error.message}</Notice>}
    </div>
  );
}
