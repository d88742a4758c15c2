import type { Estimate, Undefined } from "../statistics/estimate";

/** One person's answer: the labels they chose out of those they were offered. */
export interface MultiLabelAnswer {
  chosen: readonly number[];
  /** Labels of the set when the answer was given; absent = all. "Not considered" is not "no". */
  offered?: readonly number[];
}

export interface MultiLabelResolution {
  /** Per label the share of the answers in which it was offered that chose it; undefined ("no votes") where nobody was offered it. */
  posterior: Estimate[];
  /** Labels with a posterior above 1/2; null while some label is in conflict or has fewer than two answers. */
  labels: number[] | null;
  /** Labels with a posterior strictly between .2 and .8. */
  conflicts: number[];
}

/**
 * Resolution of a multi-label item, label by label.
 *
 *     posterior_l = n_l / m_l,  m_l = answers in which label l was offered
 *
 * In: posterior > 1/2. Conflict: strictly between .2 and .8 (compared in whole numbers, so 4 of 5 is none). Resolved: no label in
 * conflict and at least two answers for every label that was offered to anybody.
 *
 * Undefined: "no votes". Cost: O(answers x labels).
 *
 * @example multiLabelRule([{ chosen: [0] }, { chosen: [0, 2] }], 3) // conflicts [2], labels null
 */
export function multiLabelRule(answers: readonly MultiLabelAnswer[], labels: number): MultiLabelResolution | Undefined {
  if (answers.length === 0) return { undefinedBecause: "no votes", n: 0 };
  const chosen = new Int32Array(labels);
  const offered = new Int32Array(labels);
  for (const answer of answers) {
    const open = new Set(answer.offered ?? chosen.keys());
    for (const label of open) offered[label] = (offered[label] as number) + 1;
    for (const label of new Set(answer.chosen)) {
      if (!open.has(label)) throw new RangeError(`label ${label} was not offered`);
      chosen[label] = (chosen[label] as number) + 1;
    }
  }
  const all = [...chosen.keys()];
  const n = (label: number) => chosen[label] as number;
  const m = (label: number) => offered[label] as number;
  const conflicts = all.filter((label) => 5 * n(label) > m(label) && 5 * n(label) < 4 * m(label));
  const isResolved =
    conflicts.length === 0 && all.every((label) => m(label) !== 1) && all.some((label) => m(label) > 1);
  return {
    posterior: all.map((label) =>
      m(label) === 0
        ? { undefinedBecause: "no votes", n: 0 }
        : { value: n(label) / m(label), n: m(label), method: "share of answers" },
    ),
    labels: isResolved ? all.filter((label) => 2 * n(label) > m(label)) : null,
    conflicts,
  };
}
