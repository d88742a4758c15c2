import { ModelFileError, type ProtobufField, ProtobufMessage } from "./protobuf-reader";

/** A number, a symbolic name such as "N", or null when the file says neither. */
export type ModelDimension = number | string | null;
export type ModelTensor = { name: string; elemType: string; shape: ModelDimension[] | null };

export type ModelMetadata = {
  /** null where the file states none. */
  irVersion: number | null;
  /** Version by domain; the standard domain is "ai.onnx". */
  opsets: [domain: string, version: number][];
  producer: string;
  producerVersion: string;
  /** Graph inputs without those that are initializers. */
  inputs: ModelTensor[];
  outputs: ModelTensor[];
  metadata: [key: string, value: string][];
  /** Operator that makes the first output, for instance "Softmax". */
  lastOperator: string | null;
  /** Operators with their counts, most frequent first; those of sub-graphs included. */
  operators: [name: string, count: number][];
  /** Domains whose operators the nodes call, each with the operators that no function of the file itself defines. */
  domains: [domain: string, names: string[]][];
  /** Tensors live in other files than this one. */
  externalData: string[];
  parameterCount: number;
};

const ELEMENT_TYPES: Readonly<Record<number, string>> = {
  1: "float32",
  2: "uint8",
  3: "int8",
  4: "uint16",
  5: "int16",
  6: "int32",
  7: "int64",
  8: "string",
  9: "bool",
  10: "float16",
  11: "double",
  16: "bfloat16",
};
const EXTERNAL = 1n;
const STANDARD_DOMAIN = "ai.onnx";

type Graph = {
  initializers: Set<string>;
  producers: Map<string, string>;
  inputs: ModelTensor[];
  outputs: ModelTensor[];
  operators: Map<string, number>;
  /** Domain and name of what the nodes call. */
  calls: Map<string, Set<string>>;
  external: Set<string>;
  parameters: number;
};

/**
 * What an ONNX file says about itself, read without any runtime and without trusting a length in it.
 * Throws `ModelFileError` for anything that is not an ONNX model. Cost: O(bytes of structure), weights are skipped.
 */
export function readModelMetadata(bytes: Uint8Array): ModelMetadata {
  const found: { ir: number | null; producer: string; version: string } = { ir: null, producer: "", version: "" };
  const opsets: [string, number][] = [];
  const metadata: [string, string][] = [];
  const functions: ProtobufMessage[] = [];
  let graph: Graph | null = null;
  for (const field of new ProtobufMessage(bytes).fields()) {
    if (field.number === 1) found.ir = Number(field.integer ?? 0n);
    else if (field.number === 2) found.producer = textOf(field);
    else if (field.number === 3) found.version = textOf(field);
    // a graph that stands there in parts is one graph, as for every protobuf reader
    else if (field.number === 7) graph = readGraph(messageOf(field), graph ?? emptyGraph());
    else if (field.number === 8) opsets.push(readOpset(messageOf(field)));
    else if (field.number === 14) metadata.push(readPair(messageOf(field)));
    else if (field.number === 25) functions.push(messageOf(field));
  }
  if (!graph) throw new ModelFileError("model-no-graph", "The file holds no ONNX graph", 0);
  const own = functions.map((body) => readFunction(body, graph));
  const { initializers, producers, operators, external, parameters } = graph;
  return {
    irVersion: found.ir,
    opsets,
    producer: found.producer,
    producerVersion: found.version,
    inputs: graph.inputs.filter(({ name }) => !initializers.has(name)),
    outputs: graph.outputs,
    metadata,
    lastOperator: producers.get(graph.outputs[0]?.name ?? "") ?? null,
    operators: [...operators].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)),
    domains: callsOf(graph, own),
    externalData: [...external].sort(),
    parameterCount: parameters,
  };
}

const emptyGraph = (): Graph => ({
  initializers: new Set(),
  producers: new Map(),
  inputs: [],
  outputs: [],
  operators: new Map(),
  calls: new Map(),
  external: new Set(),
  parameters: 0,
});

function readGraph(message: ProtobufMessage, graph: Graph): Graph {
  for (const field of message.fields()) {
    if (field.number === 1) readNode(messageOf(field), graph);
    else if (field.number === 5) readInitializer(messageOf(field), graph);
    else if (field.number === 11) graph.inputs.push(readValueInfo(messageOf(field)));
    else if (field.number === 12) graph.outputs.push(readValueInfo(messageOf(field)));
  }
  return graph;
}

interface OwnFunction {
  domain: string;
  name: string;
}

/** A function of the model's own: its nodes count, but make no output of the graph. */
function readFunction(message: ProtobufMessage, graph: Graph): OwnFunction {
  const own = { domain: "", name: "" };
  for (const field of message.fields()) {
    if (field.number === 1) own.name = textOf(field);
    else if (field.number === 7) readNode(messageOf(field), { ...graph, producers: new Map() });
    else if (field.number === 10) own.domain = textOf(field);
  }
  return { ...own, domain: own.domain || STANDARD_DOMAIN };
}

/** What the nodes call by domain, without the file's own functions. */
function callsOf({ calls }: Graph, own: readonly OwnFunction[]): ModelMetadata["domains"] {
  const isOwn = (domain: string, name: string) => own.some((one) => one.domain === domain && one.name === name);
  return [...calls]
    .map(([domain, names]): [string, string[]] => [domain, [...names].filter((name) => !isOwn(domain, name)).sort()])
    .filter(([, names]) => names.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function readNode(message: ProtobufMessage, graph: Graph): void {
  const outputs: string[] = [];
  let operator = "";
  let domain = "";
  for (const field of message.fields()) {
    if (field.number === 2) outputs.push(textOf(field));
    else if (field.number === 4) operator = textOf(field);
    else if (field.number === 5) readBodies(messageOf(field), graph);
    else if (field.number === 7) domain = textOf(field);
  }
  noteCalls(graph, domain || STANDARD_DOMAIN, [operator]);
  graph.operators.set(operator, (graph.operators.get(operator) ?? 0) + 1);
  for (const output of outputs) graph.producers.set(output, operator);
}

function noteCalls({ calls }: Graph, domain: string, names: Iterable<string>): void {
  calls.set(domain, new Set([...(calls.get(domain) ?? []), ...names]));
}

/** Graphs (If, Loop, Scan) and tensors that stand in an attribute. */
function readBodies(attribute: ProtobufMessage, graph: Graph): void {
  for (const field of attribute.fields()) {
    if (field.number === 5 || field.number === 10) noteExternal(messageOf(field), graph);
    if (field.number !== 6 && field.number !== 11) continue;
    const body = readGraph(messageOf(field), emptyGraph());
    for (const [name, n] of body.operators) graph.operators.set(name, (graph.operators.get(name) ?? 0) + n);
    for (const [domain, names] of body.calls) noteCalls(graph, domain, names);
    for (const path of body.external) graph.external.add(path);
    graph.parameters += body.parameters;
  }
}

function readInitializer(message: ProtobufMessage, graph: Graph): void {
  let size = 1;
  for (const field of message.fields()) {
    if (field.number === 8) graph.initializers.add(textOf(field));
    if (field.number !== 1) continue;
    const dims = field.range ? field.range.packedIntegers() : [field.integer ?? 0n];
    for (const dim of dims) size *= dim < 0n ? Number.NaN : Number(dim);
  }
  if (!Number.isSafeInteger(size)) throw new ModelFileError("model-malformed", "A tensor has an impossible shape", 0);
  graph.parameters += size;
  noteExternal(message, graph);
}

function noteExternal(tensor: ProtobufMessage, graph: Graph): void {
  let isExternal = false;
  let location = "";
  for (const field of tensor.fields()) {
    if (field.number === 14) isExternal = field.integer === EXTERNAL;
    if (field.number !== 13) continue;
    const [key, value] = readPair(messageOf(field));
    if (key === "location") location = value;
    isExternal = true;
  }
  if (isExternal) graph.external.add(location);
}

function readValueInfo(message: ProtobufMessage): ModelTensor {
  const tensor: ModelTensor = { name: "", elemType: "unknown", shape: null };
  for (const field of message.fields()) {
    if (field.number === 1) tensor.name = textOf(field);
    if (field.number !== 2) continue;
    for (const type of messageOf(field).fields()) if (type.number === 1) readTensorType(messageOf(type), tensor);
  }
  return tensor;
}

function readTensorType(message: ProtobufMessage, tensor: ModelTensor): void {
  for (const field of message.fields()) {
    if (field.number === 1) tensor.elemType = ELEMENT_TYPES[Number(field.integer)] ?? `type ${field.integer}`;
    if (field.number !== 2) continue;
    tensor.shape = [];
    for (const dim of messageOf(field).fields()) if (dim.number === 1) tensor.shape.push(readDimension(messageOf(dim)));
  }
}

function readDimension(message: ProtobufMessage): ModelDimension {
  let dimension: ModelDimension = null;
  for (const field of message.fields()) {
    if (field.number === 1 && field.integer !== null) dimension = Number(field.integer);
    else if (field.number === 2) dimension = textOf(field);
  }
  return dimension;
}

function readOpset(message: ProtobufMessage): [string, number] {
  const opset: [string, number] = [STANDARD_DOMAIN, 0];
  for (const field of message.fields()) {
    if (field.number === 1) opset[0] = textOf(field) || STANDARD_DOMAIN;
    else if (field.number === 2) opset[1] = Number(field.integer ?? 0n);
  }
  return opset;
}

function readPair(message: ProtobufMessage): [string, string] {
  const pair: [string, string] = ["", ""];
  for (const field of message.fields()) {
    if (field.number === 1) pair[0] = textOf(field);
    else if (field.number === 2) pair[1] = textOf(field);
  }
  return pair;
}

function messageOf({ number, range }: ProtobufField): ProtobufMessage {
  if (!range) throw new ModelFileError("model-malformed", `Field ${number} should hold a message or text`, 0);
  return range;
}

const textOf = (field: ProtobufField) => messageOf(field).text();
