/** Owns the runtime, decoding and preparation, and no queue: whatever is lost with this thread is sent again by the client. */
import type { Tokenize } from "@/core/text/tokenizer";
import type { Timing } from "./faster-provider";
import { fetchModel } from "./fetch-model";
import { mediaError } from "./media-error";
import {
  type BootPhase,
  type BootRequest,
  type HeardInput,
  InferenceError,
  type InferenceReply,
  type InferenceRequest,
  type PredictRequest,
  type PrepareRequest,
  type ResultReply,
} from "./messages";
import { modelCache } from "./model-cache";
import { type InputData, rowInput, textInput, withoutCell, withoutStretch } from "./model-input";
import { asInferenceError, checkModelFile, type ModelSession, openSession, warmUp } from "./model-session";
import { pictureInput } from "./picture-input";
import { type Runtime, startRuntime } from "./runtime";
import { checkAgainstWasm, checkGolden } from "./self-check";
import { recordingInput } from "./sound-input";
import { type FileSource, openTokenizer } from "./tokenizer";

const sessions = new Map<string, { session: ModelSession; card: BootRequest["card"]; tokenize: Tokenize | null }>();
let runtime: Promise<Runtime> | null = null;
let isBusy = false;

const reply = (message: InferenceReply, transfer: Transferable[] = []) => self.postMessage(message, { transfer });

async function adapterName(): Promise<string> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) return "unknown";
  const { vendor, architecture, description } = adapter.info;
  return [vendor, architecture, description].filter(Boolean).join(" ") || "unnamed";
}

async function boot({ id, epoch, sha256, url, card, build, provider, contest, held }: BootRequest) {
  const progress = (phase: BootPhase, done = 0, total = 0) =>
    reply({ kind: "progress", id, epoch, phase, done, total });
  progress("runtime");
  runtime ??= startRuntime(build);
  const ort = await runtime;
  const files: FileSource = (file) =>
    fetchModel({ ...file, held: held?.get(file.sha256), cache: modelCache, progress });
  const bytes = await files({ url, sha256 });
  checkModelFile(bytes, card);
  const tokenize = await openTokenizer(card, files);
  progress("create");
  await sessions.get(sha256)?.session.release();
  sessions.delete(sha256);
  const session = await openSession(ort, { bytes, card, provider });
  progress("warmup");
  const start = performance.now();
  let msWarmup = 0;
  let timing: Timing | null = null;
  try {
    await warmUp(session, card);
    msWarmup = performance.now() - start;
    if (provider === "webgpu") {
      progress("check");
      timing = await checkAgainstWasm(ort, { bytes, card, session, contest, tokenize });
    }
    if (card.golden.length > 0) {
      progress("check");
      await checkGolden({ sha256, card, session, tokenize, files });
    }
  } catch (error) {
    await session.release();
    throw error;
  }
  sessions.set(sha256, { session, card, tokenize });
  const adapter = provider === "webgpu" ? await adapterName() : null;
  reply({ kind: "ready", id, epoch, provider, build, adapter, msWarmup, timing });
}

/** The picture that was prepared last: an explanation asks for the same one many times. */
let prepared: { card: BootRequest["card"]; url: string; data: InputData } | null = null;

async function readInput(
  { card, tokenize }: { card: BootRequest["card"]; tokenize: Tokenize | null },
  input: PredictRequest["input"],
): Promise<InputData> {
  if (input.kind === "text") return textInput(card, input.text, tokenize);
  if (input.kind === "row") return rowInput(card, input.cells);
  if (input.kind === "picture") return pictureInput(card, input.file);
  if (input.kind === "sound") return readSound(card, input);
  if (input.kind !== "image") throw new InferenceError("bad-input", "The page has not prepared the item.");
  if (prepared?.card !== card || prepared.url !== input.url)
    prepared = { card, url: input.url, data: await readPicture(card, input.url) };
  return input.without ? withoutCell(card, prepared.data, input.without) : prepared.data;
}

async function readSound(card: BootRequest["card"], { sound, without }: HeardInput): Promise<InputData> {
  const data = await recordingInput(card, sound);
  return without ? withoutStretch(card, data, without) : data;
}

async function readPicture(card: BootRequest["card"], url: string): Promise<InputData> {
  if (!card.image) throw new InferenceError("bad-input", "The model does not read pictures.");
  const response = await fetch(url).catch((error: unknown) => {
    throw new InferenceError("http", "The picture of this item could not be fetched.", String(error));
  });
  if (!response.ok) throw mediaError(response.status, "picture");
  return pictureInput(card, await response.blob());
}

async function predict({ id, epoch, sha256, key, input, wantsEmbedding }: PredictRequest) {
  const model = sessions.get(sha256);
  if (!model) throw new InferenceError("unknown", "The model was not started.");
  const start = performance.now();
  reply({ kind: "progress", id, epoch, phase: "media", done: 0, total: 0 });
  const data = await readInput(model, input);
  reply({ kind: "progress", id, epoch, phase: "run", done: 0, total: 0 });
  const ready = performance.now();
  const { probs, embedding } = wantsEmbedding
    ? await model.session.runWithEmbedding(data)
    : { probs: await model.session.run(data), embedding: null };
  const [ms, prepMs] = [performance.now() - ready, ready - start];
  const { truncated = false, heard = null } = data;
  const result: ResultReply = { kind: "result", id, epoch, key, probs, truncated, heard, embedding, ms, prepMs };
  reply(result, [probs.buffer]);
}

async function dispose({ id, epoch, sha256 }: InferenceRequest) {
  await sessions.get(sha256)?.session.release();
  sessions.delete(sha256);
  reply({ kind: "disposed", id, epoch });
}

async function handle(request: InferenceRequest) {
  const { id, epoch } = request;
  const refuse = ({ code, message, detail }: InferenceError) =>
    reply({ kind: "error", id, epoch, code, message, detail });
  // overlapping runs freeze this thread on WebGPU, its timers included
  if (isBusy) return refuse(new InferenceError("busy", "The model is still at work."));
  isBusy = true;
  try {
    if (request.kind === "boot") await boot(request);
    else if (request.kind === "predict") await predict(request);
    else await dispose(request);
  } catch (error) {
    refuse(asInferenceError(error));
  } finally {
    isBusy = false;
  }
}

/** What fails here fails again, and is told, when a model starts. */
function prepare({ build }: PrepareRequest) {
  runtime ??= startRuntime(build);
  runtime.catch(() => undefined);
}

self.addEventListener("message", ({ data }: MessageEvent<InferenceRequest | PrepareRequest>) =>
  data.kind === "prepare" ? prepare(data) : void handle(data),
);
