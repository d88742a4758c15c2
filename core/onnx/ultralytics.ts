import { CardFileError, type CardHints, LabelNames, readCardFile } from "./card-file";
import { PythonLiteralError, type PythonValue, readPythonLiteral } from "./python-literal";

const WHERE = "The model's metadata";

/**
 * What an Ultralytics export says of itself in `metadata_props`: values are Python literals, not JSON. Null for a model that
 * somebody else made.
 */
export function ultralyticsHints(metadata: readonly (readonly [key: string, value: string])[]): CardHints | null {
  const of = (key: string) => metadata.find(([name]) => name === key)?.[1];
  const [task, names, size] = [of("task"), of("names"), of("imgsz")];
  if (task === undefined || names === undefined || size === undefined) return null;
  if (task !== "classify")
    throw new CardFileError(`${WHERE}: the task is “${task.slice(0, 40)}”; only “classify” gives one label per item.`);
  const [height, width] = sizeOf(literal("imgsz", size));
  const labels = readCardFile(`${WHERE}, names`, plain(literal("names", names)), LabelNames);
  const image = {
    width,
    height,
    fit: "shortest-edge+center-crop" as const,
    shortestEdge: Math.min(width, height),
    cropRounding: "half-even" as const,
    filter: "bilinear" as const,
    scale: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  };
  return { labels, image, outputKind: "probabilities", questions: [] };
}

function literal(key: string, text: string): PythonValue {
  try {
    return readPythonLiteral(text);
  } catch (error) {
    if (!(error instanceof PythonLiteralError)) throw error;
    throw new CardFileError(`${WHERE}, ${key}: ${error.message}.`);
  }
}

function sizeOf(value: PythonValue): [height: number, width: number] {
  const [height, width] = Array.isArray(value) ? value : [value, value];
  const isSize = (one: unknown): one is number => Number.isInteger(one) && Number(one) >= 1 && Number(one) <= 4096;
  if (!isSize(height) || !isSize(width)) throw new CardFileError(`${WHERE}, imgsz: expected a size in pixels.`);
  return [height, width];
}

/** A dict as an object, whose numbers are texts again. */
const plain = (value: PythonValue): unknown => (value instanceof Map ? Object.fromEntries(value) : value);
