"use client";
import { AxisEnds, EstimateBar, EstimateText } from "@/app/_components/estimate-plot";
import { formatCount, formatNoun, formatShare } from "@/app/_components/format";
import { labelName, type ShownLabel } from "@/app/_components/label-swatch";
import { Notice } from "@/app/_components/notice";
import type { ModelCard } from "@/core/onnx/model-card";
import { CONFIDENCE_BINS, type TrialWarning } from "@/core/prediction/trial-report";
import { SeenPicture } from "./seen-picture";
import { SeenSound } from "./seen-sound";
import type { Trial, TriedItem } from "./trial";

const SHOWN = 6;
const CONFUSIONS = 5;

const WARNINGS: Record<TrialWarning, string> = {
  saturated:
    "More than 95 % of the items are above 0.99. That is what a wrong scale does: the labels stay right, and no item is ever uncertain.",
  "one-class": "Every item gets the same class. Scale, channels or layout are probably wrong.",
  "not-better": "The model is not clearly better than guessing. Check the order of the classes and the preparation.",
};

/** What the trial run showed: accuracy, confidence, what is confused, and some items as the model sees them. */
export function TrialView({ trial, labels }: { trial: Trial; labels: readonly ShownLabel[] }) {
  const { report, card, tried, failed, ms } = trial;
  const partial = tried.filter(({ truncated }) => truncated).length;
  const chance = labels.length > 0 ? 1 / labels.length : 0;
  return (
    <div className="flex flex-col gap-4" data-testid="trial">
      {report.warnings.length > 0 && (
        <Notice tone="warn" title="Something is wrong here:">
          <ul className="list-disc pl-5">
            {report.warnings.map((warning) => (
              <li key={warning}>{WARNINGS[warning]}</li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="grid gap-5 lg:grid-cols-3">
        <div className="flex min-w-0 flex-col gap-1">
          <h4 className="font-semibold">Accuracy on given labels</h4>
          {"value" in report.accuracy ? (
            <>
              <EstimateText estimate={report.accuracy} as="share" />
              <EstimateBar estimate={report.accuracy} from={0} to={1} />
              <AxisEnds from="0 %" to="100 %" name={`chance ${Math.round(chance * 100)} %`} />
            </>
          ) : (
            <p className="text-text-2">No tried item has a given label that the model knows.</p>
          )}
          <p className="text-xs text-text-2 tabular-nums">
            {formatNoun(report.n, "item")} at {ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms each in this browser.
            {partial > 0 &&
              (card.audio
                ? ` Of ${formatNoun(partial, "recording")} the model hears only a part.`
                : ` Of ${formatNoun(partial, "text")} the model reads only the beginning.`)}
          </p>
        </div>
        <Histogram counts={report.histogram} n={report.n} />
        <div className="flex min-w-0 flex-col gap-1">
          <h4 className="font-semibold">Given, but predicted otherwise</h4>
          {report.confusions.length === 0 ? (
            <p className="text-text-2">Nothing among these items.</p>
          ) : (
            <ul className="flex flex-col gap-0.5">
              {report.confusions.slice(0, CONFUSIONS).map(({ given, predicted, count }) => (
                <li key={`${given} ${predicted}`} className="flex justify-between gap-3">
                  <span className="min-w-0 truncate">
                    {labelName(labels, given)} <span className="text-text-2">taken for</span>{" "}
                    {predicted === null ? "a class without a label" : labelName(labels, predicted)}
                  </span>
                  <span className="tabular-nums">{formatCount(count)}</span>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
      {failed.length > 0 && (
        <Notice tone="warn" title={`${formatNoun(failed.length, "item")} could not be read:`}>
          {failed[0]?.message}
        </Notice>
      )}
      <section aria-label="Some items as the model reads them" className="flex flex-col gap-2">
        <h4 className="font-semibold">
          {card.image ? "As the model sees them" : card.audio ? "As the model hears them" : "Some items"}
        </h4>
        <ul className="grid gap-x-6 gap-y-3 sm:grid-cols-2 xl:grid-cols-3">
          {tried.slice(0, SHOWN).map((one) => (
            <Seen key={one.item.itemId} one={one} card={card} labels={labels} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function Seen({ one, card, labels }: { one: TriedItem; card: ModelCard; labels: readonly ShownLabel[] }) {
  const { item, probs } = one;
  const top = Array.from(probs, (p, k) => ({ p, name: card.labels[k]?.name ?? "" }))
    .sort((a, b) => b.p - a.p)
    .slice(0, 3);
  return (
    <li className="flex min-w-0 gap-3">
      {card.audio && item.audio && (
        <SeenSound url={item.audio} card={card} name={`Item ${item.number} as the model hears it`} />
      )}
      {card.image && item.image && (
        <SeenPicture url={item.image} card={card} name={`Item ${item.number} as the model sees it`} />
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        {!card.image && !card.audio && (
          <p className="line-clamp-2 text-text-2">
            {item.text ?? item.data?.map(([column, value]) => `${column} ${value}`).join(", ")}
          </p>
        )}
        <ol className="flex flex-col">
          {top.map(({ p, name }, k) => (
            <li key={name} className={`flex justify-between gap-3 ${k === 0 ? "font-semibold" : "text-text-2"}`}>
              <span className="truncate">{name}</span>
              <span className="tabular-nums">{p.toFixed(3)}</span>
            </li>
          ))}
        </ol>
        <p className="text-xs text-text-2">
          {item.given === null ? "no given label" : `given ${labelName(labels, item.given)}`}
          {one.truncated && (card.audio ? ", heard in part" : ", read in part")}
        </p>
      </div>
    </li>
  );
}

function Histogram({ counts, n }: { counts: readonly number[]; n: number }) {
  const most = Math.max(1, ...counts);
  const words = counts.flatMap((count, k) =>
    count > 0 ? `${count} from ${k / CONFIDENCE_BINS} to ${(k + 1) / CONFIDENCE_BINS}` : [],
  );
  return (
    <figure className="flex min-w-0 flex-col gap-1">
      <figcaption className="font-semibold">Confidence</figcaption>
      <div
        role="img"
        aria-label={`Items by confidence: ${words.join(", ")}.`}
        className="flex h-14 items-end gap-0.5 border-line-strong border-b"
      >
        {counts.map((count, k) => (
          <span key={k / CONFIDENCE_BINS} className="flex-1 bg-accent" style={{ height: `${(100 * count) / most}%` }} />
        ))}
      </div>
      <div className="flex justify-between text-xs text-text-2 tabular-nums">
        <span>0</span>
        <span>largest bin {formatShare(n === 0 ? 0 : most / n, 0)}</span>
        <span>1</span>
      </div>
    </figure>
  );
}
