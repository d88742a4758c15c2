import { shortestFloat32 } from "../prediction/probabilities";
import type {
  DatasetAdjudication,
  DatasetAnnotation,
  DatasetEmbedding,
  DatasetPrediction,
  DatasetRecord,
  DatasetResolution,
  DatasetValue,
} from "./dataset-record";
import { gatherExtra } from "./record-extra";
import { formatTimestamp } from "./timestamp";

/** A key with its value as JSON text, or null where the key is left out. */
type Field = readonly [key: string, json: string | null];

/**
 * One record as one line of `items.jsonl`, without the line feed. The form is canonical: keys in the order of the format,
 * what is empty or at its default left out, numbers as their shortest text, probabilities as their shortest float32. So equal
 * records give equal bytes, and reading a line and writing it again changes nothing.
 */
export function writeRecordLine(record: DatasetRecord): string {
  return object([
    ["id", JSON.stringify(record.id)],
    ["text", text(record.text)],
    ["image", text(record.image)],
    ["audio", text(record.audio)],
    ["data", record.data && object(record.data.map(([column, value]): Field => [column, JSON.stringify(value)]))],
    ["sha256", text(record.sha256)],
    ["label", JSON.stringify(record.label)],
    ["split", text(record.split)],
    ["group", text(record.group)],
    ["observedAt", time(record.observedAt)],
    ["meta", record.meta.size === 0 ? null : JSON.stringify(Object.fromEntries(record.meta))],
    ["predictions", list(record.predictions, predictionJson)],
    ["annotations", list(record.annotations, annotationJson)],
    ["adjudications", list(record.adjudications, adjudicationJson)],
    ["embedding", record.embedding && embeddingJson(record.embedding)],
    [
      "excluded",
      record.excluded &&
        object([
          ["at", time(record.excluded.at)],
          ["reason", text(record.excluded.reason)],
        ]),
    ],
    ["resolved", record.resolved && resolutionJson(record.resolved)],
    ["extra", extraJson(record)],
  ]);
}

const text = (value: string | null) => (value === null ? null : JSON.stringify(value));
const value = (given: DatasetValue | null) => (given === null ? null : JSON.stringify(given));
const number = (value: number | null) => (value === null ? null : JSON.stringify(value));
const time = (value: number | null) => (value === null ? null : JSON.stringify(formatTimestamp(value)));
const unless = <V extends string>(value: V, standard: V) => (value === standard ? null : JSON.stringify(value));

function object(fields: readonly Field[]): string {
  return `{${fields.flatMap(([key, json]) => (json === null ? [] : [`${JSON.stringify(key)}:${json}`])).join(",")}}`;
}

function list<V>(values: readonly V[], toJson: (value: V) => string): string | null {
  return values.length === 0 ? null : `[${values.map(toJson).join(",")}]`;
}

function floats(values: Float32Array): string {
  return `[${Array.from(values, shortestFloat32).join(",")}]`;
}

function predictionJson({ model, run, fold, outOfSample, labels, probs, scalar, at }: DatasetPrediction): string {
  const shares =
    probs && `{${labels.map((name, k) => `${JSON.stringify(name)}:${shortestFloat32(probs[k] ?? 0)}`).join(",")}}`;
  return object([
    ["model", text(model)],
    ["run", text(run)],
    ["fold", number(fold)],
    ["outOfSample", outOfSample === null ? null : String(outOfSample)],
    ["probs", shares],
    ["label", text(scalar?.label ?? null)],
    ["score", number(scalar?.score ?? null)],
    ["at", time(at)],
  ]);
}

function annotationJson(annotation: DatasetAnnotation): string {
  const { suggestion, extra } = annotation;
  return object([
    ["uid", text(annotation.uid)],
    ["annotator", text(annotation.annotator)],
    ["kind", unless(annotation.kind, "label")],
    ["label", value(annotation.label)],
    ["offered", number(annotation.offered)],
    ["reason", text(annotation.reason)],
    ["certainty", unless(annotation.certainty, "sure")],
    ["at", time(annotation.at)],
    ["durationMs", number(annotation.durationMs)],
    ["mode", unless(annotation.mode, "unknown")],
    [
      "suggestion",
      suggestion &&
        object([
          ["model", text(suggestion.model)],
          ["label", text(suggestion.label)],
          ["prob", number(suggestion.prob)],
        ]),
    ],
    ["channel", unless(annotation.channel, "import")],
    ["queue", text(annotation.queue)],
    ["question", text(annotation.question)],
    ["candidates", annotation.candidates && JSON.stringify(annotation.candidates)],
    ["armProbability", number(annotation.armProbability)],
    ["late", annotation.isLate ? "true" : null],
    ["supersedes", text(annotation.supersedes)],
    ["note", text(annotation.note)],
    ...(annotation.uid === null ? [...extra].map(([key, value]): Field => [key, JSON.stringify(value)]) : []),
  ]);
}

function adjudicationJson(adjudication: DatasetAdjudication): string {
  return object([
    ["by", text(adjudication.by)],
    ["firstLabel", value(adjudication.firstLabel)],
    ["label", value(adjudication.label)],
    ["decision", text(adjudication.decision)],
    ["at", time(adjudication.at)],
    ["reason", text(adjudication.reason)],
    ["rule", text(adjudication.rule)],
    ["saw", list(adjudication.saw, (uid) => JSON.stringify(uid))],
  ]);
}

function embeddingJson({ name, vector }: DatasetEmbedding): string {
  return name === null
    ? floats(vector)
    : object([
        ["name", text(name)],
        ["vector", floats(vector)],
      ]);
}

function resolutionJson({ label, source, status, votes, posterior }: DatasetResolution): string {
  const counts = (values: ReadonlyMap<string, number> | null) =>
    values && object([...values].map(([name, n]): Field => [name, number(n)]));
  return object([
    ["label", JSON.stringify(label)],
    ["source", JSON.stringify(source)],
    ["status", text(status)],
    ["votes", counts(votes)],
    ["posterior", counts(posterior)],
  ]);
}

function extraJson(record: DatasetRecord): string | null {
  const extra = gatherExtra(record);
  return extra.size === 0 ? null : JSON.stringify(Object.fromEntries(extra));
}
