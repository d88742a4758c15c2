"use client";
import { AudioLines } from "lucide-react";
import { memo, useCallback, useEffect, useState } from "react";
import { Swatch } from "@/app/_components/label-swatch";
import { SmallItem } from "@/app/_components/small-item";
import { labelCalls } from "@/app/_trpc/label-calls";
import type { Outputs } from "@/app/_trpc/types";
import type { Desk } from "./use-desk";

type Example = Outputs["label"]["examples"]["rows"][number];

interface LabelNotesProps {
  labels: Desk["labels"];
  projectId: number;
  userId: number;
}

/** Asked for when the panel opens: what a queue asks about since then is not among them. */
function useExamples({ projectId, userId }: Omit<LabelNotesProps, "labels">) {
  const [rows, setRows] = useState<readonly Example[]>([]);
  const [next, setNext] = useState<number | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const more = useCallback(
    async (cursor: number) => {
      try {
        const page = await labelCalls.examples.query({ projectId, userId, cursor });
        setRows((before) => (cursor === 0 ? page.rows : [...before, ...page.rows]));
        setNext(page.nextCursor);
        setHasFailed(false);
      } catch {
        setNext(cursor);
        setHasFailed(true);
      }
    },
    [projectId, userId],
  );
  useEffect(() => {
    void more(0);
  }, [more]);
  return { rows, next, hasFailed, more };
}

const duration = (seconds: number) =>
  seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)}:${`${Math.floor(seconds % 60)}`.padStart(2, "0")} min`;

function ExampleOf({ example: { note, recording, ...item }, name }: { example: Example; name: string }) {
  return (
    <li className={item.picture ? "flex items-start gap-2" : "flex flex-col gap-0.5"}>
      {recording && (
        <span className="flex items-center gap-1.5 text-[12px] leading-4">
          <AudioLines size={14} aria-hidden="true" className="shrink-0 text-text-2" />
          recording{recording.seconds !== null && `, ${duration(recording.seconds)}`}
        </span>
      )}
      {(item.picture || item.text !== null || item.cells) && <SmallItem {...item} alt={`Example of ${name}`} />}
      {note && (
        <p dir="auto" className="min-w-0 text-[12px] leading-4 break-words text-text-2">
          {note}
        </p>
      )}
    </li>
  );
}

/** What each label stands for: its description, and items that managers chose as examples of it. */
export const LabelNotes = memo(function LabelNotes({ labels, projectId, userId }: LabelNotesProps) {
  const { rows, next, hasFailed, more } = useExamples({ projectId, userId });
  const noted = labels.flatMap((label) => {
    const examples = rows.filter((row) => row.label === label.key);
    return label.description || examples.length > 0 ? [{ label, examples }] : [];
  });
  if (noted.length === 0) return null;
  return (
    <section className="flex flex-col gap-3" data-testid="label-notes">
      <h2 className="font-semibold">Labels</h2>
      {noted.map(({ label, examples }) => (
        <div key={label.key} className="flex flex-col gap-1.5">
          <h3 className="flex items-center gap-2 font-medium">
            <Swatch color={label.color} />
            {label.name}
          </h3>
          {label.description && (
            <p className="whitespace-pre-wrap text-[12px] leading-4 text-text-2" dir="auto">
              {label.description}
            </p>
          )}
          {examples.length > 0 && (
            <ul
              aria-label={`Examples of ${label.name}`}
              className={
                examples.every((one) => one.picture && !one.note) ? "flex flex-wrap gap-1.5" : "flex flex-col gap-1.5"
              }
            >
              {examples.map((example, k) => (
                <ExampleOf key={k} example={example} name={label.name} />
              ))}
            </ul>
          )}
        </div>
      ))}
      {hasFailed && <p className="text-[12px] leading-4 text-text-2">The examples did not come.</p>}
      {next !== null && (
        <button type="button" className="btn small self-start" onClick={() => void more(next)}>
          {hasFailed ? "Try again" : "More examples"}
        </button>
      )}
    </section>
  );
});
