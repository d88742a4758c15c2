"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/app/_components/button";
import { TextArea } from "@/app/_components/field";
import { Markdown } from "@/app/_components/markdown";
import { Notice } from "@/app/_components/notice";
import { useTRPC } from "@/app/_trpc/client";

/** Guidelines with their preview; each save is a new version that claims name. */
export function GuidelinesForm({
  projectId,
  guidelines,
  mayEdit,
}: {
  projectId: number;
  guidelines: { number: number; text: string };
  mayEdit: boolean;
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const [text, setText] = useState(guidelines.text);
  const [isEditing, setIsEditing] = useState(false);
  const save = useMutation(
    trpc.project.updateGuidelines.mutationOptions({
      onSuccess: () => {
        setIsEditing(false);
        router.refresh();
      },
    }),
  );
  const shown = isEditing ? text : guidelines.text;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ projectId, expectedVersion: guidelines.number, text });
      }}
    >
      {isEditing && (
        <TextArea
          label="Markdown"
          hint="Number the rules: whoever settles a conflict names the rule that decided it."
          rows={12}
          value={text}
          className="font-mono text-xs"
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {shown.trim() === "" ? (
        <p className="text-text-2">
          No guidelines yet. Write what decides between the labels that are easily confused, one numbered rule each.
        </p>
      ) : (
        <div className={isEditing ? "rounded-lg border border-line bg-sunken p-4" : ""}>
          <Markdown text={shown} />
        </div>
      )}
      {save.error && <Notice tone="bad">{save.error.message}</Notice>}
      {mayEdit && (
        <div className="flex gap-2">
          {isEditing ? (
            <>
              <Button type="submit" disabled={save.isPending || text === guidelines.text}>
                Save as version {guidelines.number + 1}
              </Button>
              <Button
                variant="ghost"
                onClick={() => {
                  setText(guidelines.text);
                  setIsEditing(false);
                }}
              >
                Cancel
              </Button>
            </>
          ) : (
            <Button
              onClick={() => {
                setText(guidelines.text);
                setIsEditing(true);
              }}
            >
              {guidelines.text.trim() === "" ? "Write guidelines" : "Edit"}
            </Button>
          )}
        </div>
      )}
    </form>
  );
}
