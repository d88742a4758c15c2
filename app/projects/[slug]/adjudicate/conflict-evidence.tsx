"use client";
import { formatNumber, formatOutOfSample, formatShare } from "@/app/_components/format";
import { LabelOf, labelName } from "@/app/_components/label-swatch";
import { When } from "@/app/_components/when";
import type { DeskLabel } from "./conflict-commands";
import type { OpenedConflict } from "./conflict-state";

type Evidence = NonNullable<OpenedConflict["evidence"]>;
type Answer = Evidence["answers"][number];

const letter = (k: number) => String.fromCharCode(65 + (k % 26)) + (k >= 26 ? Math.floor(k / 26) : "");

/** How an answer came about: what its weight hangs on. */
function circumstances(answer: Answer, labels: readonly DeskLabel[]) {
  const shown =
    answer.mode === "blind"
      ? "no suggestion"
      : answer.suggestion
        ? `suggestion ${labelName(labels, answer.suggestion)} shown`
        : "suggestion shown";
  return [
    shown,
    ...(answer.certainty === "unsure" ? ["not sure"] : []),
    ...(answer.kind === "person" ? [] : [answer.kind]),
    ...(answer.channel === "desk" ? [] : [answer.channel]),
  ].join(", ");
}

/** Answers without names, given label, models and consensus: shown after one's own answer. */
export function ConflictEvidence({
  evidence,
  labels,
  onTake,
}: {
  evidence: Evidence;
  labels: readonly DeskLabel[];
  /** Puts an answer on the desk, to be looked at and changed; null where an answer is one label. */
  onTake: ((text: string) => void) | null;
}) {
  const { answers, posterior, predictions, comments, decisions } = evidence;
  return (
    <>
      <section className="flex flex-col gap-2" data-testid="evidence">
        <h2>Answers</h2>
        <ul className="flex flex-col gap-2">
          {answers.map((answer, k) => (
            <li key={answer.annotationId} className="rounded-lg border border-line px-3 py-2">
              <div className="flex items-center gap-2.5">
                <span className="w-4 text-text-2">{letter(k)}</span>
                <LabelOf labels={labels} labelKey={answer.label} isStrong />
                <span className="ml-auto text-right text-xs text-text-2">{circumstances(answer, labels)}</span>
              </div>
              {onTake && (
                <button type="button" className="link mt-1 ml-6.5 text-xs" onClick={() => onTake(answer.label)}>
                  Show {letter(k)} on the item
                </button>
              )}
              {answer.note && (
                <p className="mt-1 ml-6.5 text-text-2" dir="auto">
                  {answer.note}
                </p>
              )}
            </li>
          ))}
          {answers.length === 0 && <li className="text-text-2">No answer stands: all were taken back.</li>}
        </ul>
      </section>
      <table className="table -mx-3 w-[calc(100%+24px)] text-xs">
        <caption className="sr-only">What else is known about the item</caption>
        <tbody>
          <tr>
            <th scope="row" className="!font-normal text-text-2">
              Given label
            </th>
            <td>
              <LabelOf labels={labels} labelKey={evidence.given} none="none" />
            </td>
          </tr>
          {predictions.map((one, k) => (
            <tr key={k}>
              <th scope="row" className="!font-normal text-text-2">
                {one.model}
                {one.outOfSample !== "yes" && <span className="block">{formatOutOfSample(one.outOfSample)}</span>}
              </th>
              <td className="tabular-nums">
                {one.label === null ? "a class of its own" : labelName(labels, one.label)},{" "}
                {formatShare(one.confidence, 0)}
              </td>
            </tr>
          ))}
          {posterior.length > 0 && (
            <tr>
              <th scope="row" className="!font-normal text-text-2">
                Consensus of {answers.length}
              </th>
              <td className="tabular-nums">
                {posterior
                  .toSorted(([, p], [, q]) => q - p)
                  .slice(0, 3)
                  .map(([key, p]) => `${labelName(labels, key)} ${formatNumber(p)}`)
                  .join(", ")}
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {comments.length > 0 && (
        <section className="flex flex-col gap-2">
          <h2>Comments</h2>
          {comments.map((comment) => (
            <p key={comment.id} className="rounded-md bg-sunken px-2 py-1" dir="auto">
              {comment.text}
            </p>
          ))}
        </section>
      )}
      {decisions.length > 0 && (
        <section className="flex flex-col gap-2">
          <h2>Decided before</h2>
          {decisions.map((one) => (
            <div key={one.version}>
              <p>
                {one.decision === "label"
                  ? labelName(labels, one.label)
                  : one.decision === "exclude"
                    ? "Excluded"
                    : "Undecidable"}{" "}
                <span className="text-xs text-text-2">
                  by {one.by}, <When at={one.createdAt} />
                </span>
              </p>
              {one.reason && (
                <p className="text-text-2" dir="auto">
                  {one.reason}
                </p>
              )}
            </div>
          ))}
        </section>
      )}
    </>
  );
}
