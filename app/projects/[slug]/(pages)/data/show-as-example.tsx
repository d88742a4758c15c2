"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { SelectField, TextArea } from "@/app/_components/field";
import { LabelOf, type ShownLabel } from "@/app/_components/label-swatch";
import { Notice } from "@/app/_components/notice";
import { WithheldExample } from "@/app/_components/withheld-example";
import { useTRPC } from "@/app/_trpc/client";
import type { Outputs } from "@/app/_trpc/types";
import { MAX_EXAMPLE_NOTE } from "@/core/label-set/label-set";

interface ShowAsExampleProps {
  projectId: number;
  itemId: number;
  labels: readonly (ShownLabel & { retiredAt: number | null })[];
  /** The label that the item has now. */
  own: string | null;
  examples: Outputs["project"]["examples"];
}

/** Which labels the item is shown for as an example, and one more. */
export function ShowAsExample({ projectId, itemId, labels, own, examples }: ShowAsExampleProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const free = labels.filter(({ key, retiredAt }) => retiredAt === null && !examples.some((one) => one.label === key));
  const [isAdding, setIsAdding] = useState(false);
  const [chosen, setChosen] = useState(own);
  const [note, setNote] = useState("");
  const add = useMutation(
    trpc.project.addExample.mutationOptions({
      onSuccess: () => {
        setIsAdding(false);
        setNote("");
        router.refresh();
      },
    }),
  );
  const remove = useMutation(trpc.project.removeExample.mutationOptions({ onSuccess: () => router.refresh() }));
  const label = free.find(({ key }) => key === chosen) ?? free[0];
  const error = add.error ?? remove.error;
  return (
    <div className="flex flex-col gap-3">
      {examples.length > 0 && (
        <ul aria-label="Shown as an example of" className="flex flex-col gap-2">
          {examples.map((one) => (
            <li key={one.id} className="flex flex-col gap-1">
              <span className="flex items-center justify-between gap-3">
                <LabelOf labels={labels} labelKey={one.label} />
                <Button
                  variant="ghost"
                  isSmall
                  disabled={remove.isPending}
                  aria-label={`Remove as an example of ${labels.find(({ key }) => key === one.label)?.name ?? one.label}`}
                  onClick={() => remove.mutate({ projectId, exampleId: one.id })}
                >
                  Remove
                </Button>
              </span>
              {one.note && (
                <p dir="auto" className="break-words text-text-2">
                  {one.note}
                </p>
              )}
              <span>
                <WithheldExample reason={one.withheld} isRetired={one.isRetired} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {error && <Notice tone="bad">{error.message}</Notice>}
      {isAdding && label ? (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate({ projectId, itemId, label: label.key, note: note.trim() || null });
          }}
        >
          <SelectField
            label="Example of"
            value={label.key}
            options={free.map(({ key, name }) => [key, name] as const)}
            onChoose={setChosen}
          />
          <TextArea
            label="Why, optional"
            hint="Annotators read it beside the guidelines. They never see the item's name or its own label."
            rows={2}
            maxLength={MAX_EXAMPLE_NOTE}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <div className="flex gap-2">
            <Button type="submit" disabled={add.isPending}>
              Show it
            </Button>
            <Button variant="ghost" onClick={() => setIsAdding(false)}>
              Cancel
            </Button>
          </div>
        </form>
      ) : (
        free.length > 0 && (
          <Button
            className="self-start"
            onClick={() => {
              add.reset();
              setIsAdding(true);
            }}
          >
            Show as an example{examples.length > 0 && " of another label"}
          </Button>
        )
      )}
    </div>
  );
}
