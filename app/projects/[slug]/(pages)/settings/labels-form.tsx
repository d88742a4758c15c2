"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId, useRef, useState } from "react";
import { Button } from "@/app/_components/button";
import { ScrollRegion } from "@/app/_components/data-table";
import { Swatch } from "@/app/_components/label-swatch";
import { Notice } from "@/app/_components/notice";
import { useTRPC } from "@/app/_trpc/client";
import type { Outputs } from "@/app/_trpc/types";
import { PALETTE_SIZE } from "@/core/label-set/label-set";
import { SHORTCUT_KEYS } from "@/core/label-set/shortcuts";
import { addLabel, draftLabels, type LabelDraft, labelProblems, toggleRetired } from "./label-draft";
import { ParentField, ParentNames } from "./parent-field";

interface LabelsFormProps {
  projectId: number;
  version: number;
  labels: Outputs["project"]["settings"]["labels"];
  mayEdit: boolean;
}

const COLORS = Array.from({ length: PALETTE_SIZE }, (_, k) => k);

/** Names, keys, places in the tree and colours; labels are renamed and retired, never deleted, since answers name them. */
export function LabelsForm({ projectId, version, labels, mayEdit }: LabelsFormProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const form = useId();
  const added = useRef(0);
  const [draft, setDraft] = useState(() => draftLabels(labels));
  const save = useMutation(trpc.project.updateLabelSet.mutationOptions({ onSuccess: () => router.refresh() }));
  const change = (id: string, part: Partial<LabelDraft>) =>
    setDraft(draft.map((label) => (label.id === id ? { ...label, ...part } : label)));
  const isChanged = JSON.stringify(draft) !== JSON.stringify(draftLabels(labels));
  const problems = isChanged ? labelProblems(draft) : [];
  return (
    <form
      id={form}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ projectId, expectedVersion: version, labels: draft.map(({ id: _, ...label }) => label) });
      }}
    >
      {mayEdit && <ParentNames labels={draft} id={`${form}-names`} />}
      <ScrollRegion name="Labels">
        <table className="table">
          <caption className="sr-only">Labels with key, place and colour</caption>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">Name</th>
              <th scope="col">Under</th>
              <th scope="col">Colour</th>
              <th scope="col">
                <span className="sr-only">Retire</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {draft.map((label) => (
              <tr key={label.id} className={label.retired ? "text-text-2" : ""}>
                <td className="w-20">
                  {mayEdit && !label.retired ? (
                    <select
                      aria-label={`Key of ${label.name || "the new label"}`}
                      className="input !w-16"
                      value={label.shortcut ?? ""}
                      onChange={(event) => change(label.id, { shortcut: event.target.value || null })}
                    >
                      <option value="">–</option>
                      {SHORTCUT_KEYS.map((key) => (
                        <option key={key} value={key}>
                          {key.toUpperCase()}
                        </option>
                      ))}
                    </select>
                  ) : label.shortcut ? (
                    <kbd>{label.shortcut.toUpperCase()}</kbd>
                  ) : (
                    "–"
                  )}
                </td>
                <td className="min-w-40">
                  {mayEdit ? (
                    <input
                      aria-label={`Name of ${label.key ?? "the new label"}`}
                      className="input"
                      maxLength={200}
                      value={label.name}
                      onChange={(event) => change(label.id, { name: event.target.value })}
                    />
                  ) : (
                    label.name
                  )}
                </td>
                <td className="min-w-28">
                  {mayEdit ? (
                    <ParentField
                      labels={draft}
                      label={label}
                      list={`${form}-names`}
                      onChoose={(parent) => change(label.id, { parent })}
                    />
                  ) : (
                    (draft.find((one) => one.id === label.parent)?.name ?? "–")
                  )}
                </td>
                <td className="w-24">
                  <span className="flex items-center gap-2">
                    <Swatch color={label.color} />
                    {mayEdit && (
                      <select
                        aria-label={`Colour of ${label.name || "the new label"}`}
                        className="input !w-16"
                        value={label.color}
                        onChange={(event) => change(label.id, { color: Number(event.target.value) })}
                      >
                        {COLORS.map((color) => (
                          <option key={color} value={color}>
                            {color + 1}
                          </option>
                        ))}
                      </select>
                    )}
                  </span>
                </td>
                <td className="text-right">
                  {mayEdit ? (
                    <Button
                      variant="ghost"
                      isSmall
                      onClick={() =>
                        setDraft(
                          label.key === null
                            ? draft.filter((one) => one.id !== label.id)
                            : toggleRetired(draft, label.id),
                        )
                      }
                    >
                      {label.key === null ? "Remove" : label.retired ? "Bring back" : "Retire"}
                    </Button>
                  ) : (
                    label.retired && "retired"
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {problems.length > 0 && <Notice tone="warn">{problems.join(" ")}</Notice>}
      {save.error && <Notice tone="bad">{save.error.message}</Notice>}
      {mayEdit && (
        <div className="flex flex-wrap gap-2">
          <Button type="submit" disabled={!isChanged || problems.length > 0 || save.isPending}>
            Save as version {version + 1}
          </Button>
          <Button variant="ghost" onClick={() => setDraft(addLabel(draft, `new-${added.current++}`))}>
            Add a label
          </Button>
        </div>
      )}
    </form>
  );
}
