"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button, LinkButton } from "@/app/_components/button";
import { Card } from "@/app/_components/card";
import { SelectField, TextField } from "@/app/_components/field";
import { Notice } from "@/app/_components/notice";
import { useTRPC } from "@/app/_trpc/client";

/** A cross-validated baseline from the project's own labels: every prediction is out-of-sample. */
export function TrainBaseline({ projectId, base, items }: { projectId: number; base: string; items: number }) {
  const trpc = useTRPC();
  const router = useRouter();
  const [name, setName] = useState("baseline");
  const [folds, setFolds] = useState(5);
  const [labels, setLabels] = useState<"given" | "resolved">("given");
  const train = useMutation(
    trpc.model.train.mutationOptions({
      onSuccess: () => {
        router.replace(base);
        router.refresh();
      },
    }),
  );
  return (
    <Card title="Train a baseline">
      <p className="max-w-[72ch] text-text-2">
        The items are split into folds; each fold is predicted by a model that was trained on the others. It is small
        and not your best model, but it finds suspected labels at once and gives you something to label with.
      </p>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          train.mutate({ projectId, name, folds, labels });
        }}
      >
        <div className="grid gap-4 sm:grid-cols-3">
          <TextField
            label="Name"
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <TextField
            label="Folds"
            type="number"
            min={2}
            max={10}
            required
            value={folds}
            onChange={(event) => setFolds(Number(event.target.value))}
          />
          <SelectField
            label="Labels to learn from"
            value={labels}
            options={[
              ["given", "the given labels"],
              ["resolved", "the resolved labels, as people settled them"],
            ]}
            onChoose={setLabels}
          />
        </div>
        {train.error && <Notice tone="bad">{train.error.message}</Notice>}
        <div className="flex gap-2">
          <Button type="submit" variant="primary" disabled={train.isPending || items === 0}>
            Train
          </Button>
          <LinkButton href={base} variant="ghost">
            Cancel
          </LinkButton>
        </div>
        {items === 0 && <p className="text-xs text-text-2">Import items with given labels first.</p>}
      </form>
    </Card>
  );
}
