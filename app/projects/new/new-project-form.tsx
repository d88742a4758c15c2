"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button, LinkButton } from "@/app/_components/button";
import { SelectField, TextArea, TextField } from "@/app/_components/field";
import { LabelSwatch } from "@/app/_components/label-swatch";
import { Markdown } from "@/app/_components/markdown";
import { Notice } from "@/app/_components/notice";
import { useTRPC } from "@/app/_trpc/client";
import { type MediaType, PALETTE_SIZE, type Task } from "@/core/label-set/label-set";
import { assignShortcuts } from "@/core/label-set/shortcuts";

const namesOf = (lines: string) =>
  lines
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** "Animal > Dog" is Dog, under Animal. */
function placeOf(line: string) {
  const steps = line.split(" > ").map((step) => step.trim());
  return { name: steps.at(-1) ?? "", parent: steps.at(-2) ?? null };
}

/** A project with its labels, one a line; keys follow the order. */
export function NewProjectForm() {
  const trpc = useTRPC();
  const router = useRouter();
  const create = useMutation(
    trpc.project.create.mutationOptions({ onSuccess: ({ slug }) => router.push(`/projects/${slug}`) }),
  );
  const [name, setName] = useState("");
  const [media, setMedia] = useState<MediaType>("image");
  const [task, setTask] = useState<Task>("single-label");
  const [lines, setLines] = useState("");
  const [guidelines, setGuidelines] = useState("");
  const names = namesOf(lines);
  const labels = assignShortcuts<{ name: string; parent: string | null; shortcut: string | null }>(
    names.map((one) => ({ ...placeOf(one), shortcut: null })),
  );
  return (
    <form
      className="card flex flex-col gap-5 p-4 sm:p-6"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ name, task, media, labels: names.map(placeOf), guidelines });
      }}
    >
      <TextField label="Name" required maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
      <SelectField
        label="Items are"
        value={media}
        onChoose={(chosen) => {
          setMedia(chosen);
          // spans need texts, boxes need pictures
          if (task === "spans" || task === "boxes") setTask("single-label");
        }}
        options={[
          ["image", "images"],
          ["text", "texts"],
          ["audio", "audio recordings"],
          ["table", "rows of a table"],
        ]}
      />
      <SelectField
        label="Question"
        value={task}
        onChoose={setTask}
        options={[
          ["single-label", "which one of these labels?"],
          ["ordinal", "where on an ordered scale? Labels from low to high"],
          ["multi-label", "which of these labels, any number of them?"],
          ...(media === "text" ? [["spans", "which stretches of the text, with which label?"] as const] : []),
          ...(media === "image" ? [["boxes", "where in the picture? Boxes with a label"] as const] : []),
        ]}
      />
      <TextArea
        label="Labels, one a line"
        hint="In the order in which they get their keys: 1 to 9, 0, then letters. They can be renamed later, and retired, but never deleted. Animal > Dog puts Dog under Animal, which has a line of its own."
        rows={6}
        required
        value={lines}
        onChange={(event) => setLines(event.target.value)}
      />
      {labels.length > 0 && (
        <ul aria-label="Labels and their keys" className="flex flex-wrap gap-2">
          {labels.map((label, k) => (
            <li key={k} className="chip">
              {label.shortcut && <kbd>{label.shortcut.toUpperCase()}</kbd>}
              <LabelSwatch label={{ key: label.name, name: label.name, color: k % PALETTE_SIZE }} />
            </li>
          ))}
        </ul>
      )}
      <TextArea
        label="Guidelines"
        hint="Markdown. Annotators read them beside every item; number the rules, so that decisions can name them."
        rows={8}
        value={guidelines}
        onChange={(event) => setGuidelines(event.target.value)}
      />
      {guidelines.trim() !== "" && (
        <section aria-label="Preview of the guidelines" className="rounded-lg border border-line bg-sunken p-4">
          <Markdown text={guidelines} />
        </section>
      )}
      {create.error && <Notice tone="bad">{create.error.message}</Notice>}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={create.isPending || names.length < 2}>
          Make the project
        </Button>
        <LinkButton href="/" variant="ghost">
          Cancel
        </LinkButton>
      </div>
      {names.length < 2 && lines !== "" && <p className="text-xs text-text-2">A project needs at least two labels.</p>}
    </form>
  );
}
