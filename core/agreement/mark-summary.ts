import type { AnnotationValue } from "../annotation/annotation-value";
import { answerText, labelsNamed } from "../annotation/answer-text";
import type { LabeledBox } from "../annotation/box";
import { ratingTable } from "../annotation/ratings";
import type { LabeledSpan } from "../annotation/span";
import { createRandom, type Random } from "../random";
import type { Estimate } from "../statistics/estimate";
import { MINIMUM_ITEMS_FOR_INTERVAL } from "../statistics/with-interval";
import { boxF1 } from "./box-f1";
import { labelMembershipAlphas, labelSetAlpha } from "./label-set-alpha";
import { spanF1 } from "./span-f1";

export type MarkTask = "multi-label" | "spans" | "boxes";

/** One person's answer on one item; items and annotators by index. */
export interface MarkAnswer {
  item: number;
  annotator: number;
  value: AnnotationValue;
}

export interface MarkMeasure {
  name: string;
  /** What it counts as agreement, in words. */
  means: string;
  as: "share" | "coefficient";
  estimate: Estimate;
}

/** What the agreement page shows of answers that hold several marks; plain JSON. */
export interface MarkSummary {
  task: MarkTask;
  /** Items with at least one answer, with at least two. */
  items: number;
  pairableItems: number;
  votes: number;
  annotators: number;
  /** The first stands above all. */
  measures: MarkMeasure[];
  /** Labels in use, in label order: answers that name the label, and the agreement on it alone. */
  perLabel: { label: number; votes: number; estimate: Estimate }[];
  /** Pairs of answers on one item that are both empty; spans and boxes leave them out. */
  emptyPairs: number;
  warnings: { code: string; text: string }[];
  resamples: number;
  seed: number;
}

const LABEL_RESAMPLES = 200;

/**
 * Agreement of answers that hold several marks: alpha of label sets (MASI, Jaccard), F1 of spans (exact, by characters), F1 of
 * boxes at IoU 0.5 with the mean IoU and the alpha of their labels.
 *
 * Which answers enter is the caller's rule, as in `summarizeAgreement`; one answer per item and annotator.
 * Cost: that of `labelSetAlpha`, `spanF1` or `boxF1`, and for spans and boxes once more per label in use.
 *
 * @param labels keys in the order of the label set.
 */
export function summarizeMarks(
  answers: readonly MarkAnswer[],
  {
    task,
    labels,
    seed,
    resamples = 1000,
  }: { task: MarkTask; labels: readonly string[]; seed: number; resamples?: number },
): MarkSummary {
  const random = createRandom(seed);
  const byItem = new Map<number, AnnotationValue[]>();
  for (const { item, value } of answers) byItem.set(item, [...(byItem.get(item) ?? []), value]);
  const pairableItems = [...byItem.values()].filter((values) => values.length > 1).length;
  const named = new Map<string, number>();
  for (const { value } of answers) for (const key of labelsNamed(value)) named.set(key, (named.get(key) ?? 0) + 1);
  const used = labels.flatMap((key, label) => (named.has(key) ? [{ key, label, votes: named.get(key) ?? 0 }] : []));
  const how = { random, resamples };
  const found =
    task === "multi-label"
      ? ofLabelSets(answers, { labels, used, ...how })
      : ofMarks([...byItem.values()], { task, used, ...how });
  return {
    task,
    items: byItem.size,
    pairableItems,
    votes: answers.length,
    annotators: new Set(answers.map((one) => one.annotator)).size,
    ...found,
    warnings: warningsOf(pairableItems),
    resamples,
    seed,
  };
}

interface How {
  random: Random;
  resamples: number;
  used: readonly { key: string; label: number; votes: number }[];
}
type Found = Pick<MarkSummary, "measures" | "perLabel" | "emptyPairs">;

function ofLabelSets(
  answers: readonly MarkAnswer[],
  { labels, used, random, resamples }: How & { labels: readonly string[] },
): Found {
  const index = new Map(labels.map((key, k) => [key, k]));
  const sets: number[][] = [];
  const known = new Map<string, number>();
  const votes = answers.map(({ item, annotator, value }) => {
    const keys = "labels" in value ? value.labels : [];
    const text = answerText({ labels: keys });
    const label = known.get(text) ?? sets.push(keys.flatMap((key) => index.get(key) ?? []).sort((a, b) => a - b)) - 1;
    known.set(text, label);
    return { item, annotator, label };
  });
  const table = ratingTable(votes, Math.max(1, sets.length));
  const alphas = labelMembershipAlphas(table, sets, labels.length);
  return {
    measures: [
      {
        name: "alpha, MASI",
        means: "sets of labels; a set within the other counts more than one that only overlaps",
        as: "coefficient",
        estimate: labelSetAlpha(table, sets, "masi", { random, resamples }),
      },
      {
        name: "alpha, Jaccard",
        means: "sets of labels by the share that both hold",
        as: "coefficient",
        estimate: labelSetAlpha(table, sets, "jaccard", { random, resamples }),
      },
    ],
    perLabel: used.map(({ label, votes: n }) => ({ label, votes: n, estimate: alphas[label] as Estimate })),
    emptyPairs: 0,
  };
}

function ofMarks(
  items: readonly (readonly AnnotationValue[])[],
  { task, used, random, resamples }: How & { task: "spans" | "boxes" },
): Found {
  const only = (key: string) => items.map((answers) => answers.map((value) => filtered(value, key)));
  if (task === "spans") {
    const all = spanF1(
      items.map((answers) => answers.map(spansIn)),
      { random, resamples },
    );
    return {
      measures: [
        { name: "span F1, exact", means: "equal start, end and label", as: "share", estimate: all.exact },
        { name: "span F1, characters", means: "characters of equal label", as: "share", estimate: all.overlap },
      ],
      perLabel: used.map(({ key, label, votes }) => ({
        label,
        votes,
        estimate: spanF1(
          only(key).map((answers) => answers.map(spansIn)),
          { random, resamples: LABEL_RESAMPLES },
        ).exact,
      })),
      emptyPairs: all.emptyPairs,
    };
  }
  const all = boxF1(
    items.map((answers) => answers.map(boxesIn)),
    { random, resamples },
  );
  return {
    measures: [
      { name: "box F1 at IoU 0.5", means: "equal label, half of the area shared", as: "share", estimate: all.f1 },
      { name: "mean IoU", means: "how well matched boxes lie on each other", as: "share", estimate: all.meanIou },
      {
        name: "alpha of labels",
        means: "on boxes that two people drew, whatever the label",
        as: "coefficient",
        estimate: all.labelAlpha,
      },
    ],
    perLabel: used.map(({ key, label, votes }) => ({
      label,
      votes,
      estimate: boxF1(
        only(key).map((answers) => answers.map(boxesIn)),
        { random, resamples: LABEL_RESAMPLES },
      ).f1,
    })),
    emptyPairs: all.emptyPairs,
  };
}

const spansIn = (value: AnnotationValue): readonly LabeledSpan[] => ("spans" in value ? value.spans : []);
const boxesIn = (value: AnnotationValue): readonly LabeledBox[] => ("boxes" in value ? value.boxes : []);

function filtered(value: AnnotationValue, key: string): AnnotationValue {
  if ("spans" in value) return { spans: value.spans.filter((span) => span.label === key) };
  return { boxes: boxesIn(value).filter((box) => box.label === key) };
}

function warningsOf(pairableItems: number): MarkSummary["warnings"] {
  if (pairableItems === 0) return [{ code: "no-overlap", text: "No item has two or more answers yet." }];
  if (pairableItems >= MINIMUM_ITEMS_FOR_INTERVAL) return [];
  const text = `Only ${pairableItems} items have two or more answers: an interval needs ${MINIMUM_ITEMS_FOR_INTERVAL}.`;
  return [{ code: "few-items", text }];
}
