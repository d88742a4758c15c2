"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button, LinkButton } from "@/app/_components/button";
import { Card } from "@/app/_components/card";
import { SelectField, TextField } from "@/app/_components/field";
import { formatNoun } from "@/app/_components/format";
import { Notice } from "@/app/_components/notice";
import { useTRPC } from "@/app/_trpc/client";

interface TrainBaselineProps {
  projectId: number;
  base: string;
  items: number;
  /** Models whose embeddings a linear head may read. */
  heads: readonly { id: number; name: string; items: number }[];
  /** Whether the items themselves can be read. */
  readsItems: boolean;
}

/** A cross-validated baseline from the project's own labels: every prediction is out-of-sample. */
export function TrainBaseline({ projectId, base, items, heads, readsItems }: TrainBaselineProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const [name, setName] = useState("baseline");
  const [folds, setFolds] = useState(5);
  const [labels, setLabels] = useState<"given" | "resolved">("given");
  const sources: [string, string][] = [
    ...(readsItems ? [["items", "the items themselves"] satisfies [string, string]] : []),
    ...heads.map((one): [string, string] => [
      String(one.id),
      `the embeddings of ${one.name} (${formatNoun(one.items, "item")})`,
    ]),
  ];
  const [source, setSource] = useState(sources[0]?.[0] ?? "items");
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
          const embeddings = source === "items" ? null : Number(source);
          train.mutate({ projectId, name, folds, labels, embeddings });
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
          {heads.length > 0 && (
            <SelectField
              label="It reads"
              hint="On embeddings only a linear layer is trained: quick, and as good as the model below knows such items."
              value={source}
              options={sources}
              onChoose={setSource}
            />
          )}
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
