import { answerValue, answerWords, labelsNamed } from "@/core/annotation/answer-text";

/** What is needed to show a label: colour only helps, the name says it. */
export interface ShownLabel {
  key: string;
  name: string;
  color: number;
}

export function Swatch({ color }: { color: number | null }) {
  return (
    <span
      aria-hidden="true"
      className="inline-block size-2.5 shrink-0 rounded-[3px]"
      style={{ background: color === null ? "var(--line-strong)" : `var(--c${color})` }}
    />
  );
}

/** A label by colour and name. */
export function LabelSwatch({ label, isStrong = false }: { label: ShownLabel; isStrong?: boolean }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-2 normal-nums">
      <Swatch color={label.color} />
      <span className={`truncate ${isStrong ? "font-semibold" : ""}`}>{label.name}</span>
    </span>
  );
}

/** An answer in the form of `answerText`, wherever it stands: a label by colour and name, or several marks in words. */
export function LabelOf({
  labels,
  labelKey,
  isStrong = false,
  none = "no label",
}: {
  labels: readonly ShownLabel[];
  labelKey: string | null;
  isStrong?: boolean;
  none?: string;
}) {
  if (labelKey === null) return <span className="text-text-3">{none}</span>;
  const label = labels.find((one) => one.key === labelKey);
  if (label || !labelKey.startsWith("{"))
    return <LabelSwatch label={label ?? { key: labelKey, name: labelKey, color: 0 }} isStrong={isStrong} />;
  const named = labelsNamed(answerValue(labelKey));
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <span className="flex shrink-0 gap-0.5">
        {named.slice(0, 6).map((key) => (
          <Swatch key={key} color={labels.find((one) => one.key === key)?.color ?? null} />
        ))}
      </span>
      <span className={isStrong ? "font-semibold" : ""}>{labelName(labels, labelKey)}</span>
    </span>
  );
}

export const labelName = (labels: readonly ShownLabel[], key: string | null) =>
  key === null ? "no label" : answerWords(key, (one) => labels.find((label) => label.key === one)?.name ?? one);
