"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { CheckField, TextArea, TextField } from "@/app/_components/field";
import { Notice } from "@/app/_components/notice";
import { useTRPC } from "@/app/_trpc/client";
import type { Outputs } from "@/app/_trpc/types";

type Project = Outputs["project"]["settings"]["project"];

/** Name, the rule of consensus, and what annotators may see of the metadata. */
export function GeneralForm({ project, mayEdit }: { project: Project; mayEdit: boolean }) {
  const trpc = useTRPC();
  const router = useRouter();
  const save = useMutation(trpc.project.updateSettings.mutationOptions({ onSuccess: () => router.refresh() }));
  const [name, setName] = useState(project.name);
  const [description, setDescription] = useState(project.description);
  const [minAnswers, setMinAnswers] = useState(project.settings.minAnswers);
  const [visibleMeta, setVisibleMeta] = useState(project.settings.visibleMeta.join(", "));
  const [externalsCount, setExternalsCount] = useState(project.settings.externalsCount);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({
          projectId: project.id,
          name,
          description,
          minAnswers,
          visibleMeta: visibleMeta.split(",").flatMap((key) => key.trim() || []),
          externalsCount,
        });
      }}
    >
      <fieldset disabled={!mayEdit} className="flex flex-col gap-4">
        <TextField
          label="Name"
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextArea
          label="Description"
          rows={2}
          maxLength={2000}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        <TextField
          label="Answers that a consensus needs"
          type="number"
          min={1}
          max={10}
          hint="A strict majority of at least so many answers resolves an item; else it waits or is disputed."
          value={minAnswers}
          onChange={(event) => setMinAnswers(Number(event.target.value))}
        />
        <TextField
          label="Metadata that annotators may see"
          hint="Keys with commas; none by default, since metadata can give the label away."
          value={visibleMeta}
          onChange={(event) => setVisibleMeta(event.target.value)}
        />
        <CheckField
          label="External annotators count"
          hint="Answers of people that imported files name enter agreement and consensus."
          isChecked={externalsCount}
          onCheck={setExternalsCount}
        />
      </fieldset>
      {save.error && <Notice tone="bad">{save.error.message}</Notice>}
      {save.isSuccess && <Notice tone="good">Saved.</Notice>}
      {mayEdit && (
        <div>
          <Button type="submit" disabled={save.isPending}>
            Save
          </Button>
        </div>
      )}
    </form>
  );
}
