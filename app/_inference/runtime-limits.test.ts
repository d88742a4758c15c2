import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, expect, it } from "vitest";
import { modelProblem, RUNTIME_LIMITS } from "@/core/onnx/model-limits";
import { readModelMetadata } from "@/core/onnx/model-metadata";
import { ProtobufWriter } from "@/core/onnx/protobuf-writer";
import { loadRuntime, ORT_VERSION, type Runtime } from "./runtime";

const installed = createRequire(import.meta.url).resolve("onnxruntime-web/wasm");
let ort: Runtime;
beforeAll(async () => {
  ort = await loadRuntime("wasm", `${pathToFileURL(dirname(installed)).href}/`);
});

const message = () => new ProtobufWriter();
const node = (name: string, domain: string) => message().text(1, "x").text(2, "y").text(4, name).text(7, domain);
/** One operator from x to y, both of two numbers. */
function modelOf(
  opsets: readonly [string, number][],
  { ir = 8, operator = node("Relu", ""), own }: { ir?: number | null; operator?: ProtobufWriter; own?: ProtobufWriter },
) {
  const dims = [1, 2].map((n) => message().integer(1, n));
  const tensor = message().message(1, message().integer(1, 1).message(2, message().messages(1, dims)));
  const value = (name: string) => message().text(1, name).message(2, tensor);
  const graph = message().message(1, operator).text(2, "g").message(11, value("x")).message(12, value("y"));
  const model = ir === null ? message() : message().integer(1, ir);
  model.message(7, graph);
  for (const [domain, version] of opsets) model.message(8, message().text(1, domain).integer(2, version));
  return (own ? model.message(25, own) : model).finish();
}

/** Whether the runtime loads the file; the refusal at upload must say the same. */
async function loads(bytes: Uint8Array): Promise<boolean> {
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 4 }).catch(() => null);
  await session?.release();
  return session !== null;
}
const passes = (bytes: Uint8Array) => modelProblem(readModelMetadata(bytes)) === null;

it("names the runtime that is installed", () => {
  expect(RUNTIME_LIMITS.runtime).toBe(`onnxruntime-web ${ORT_VERSION}`);
});

it.each([
  [null, false],
  [3, true],
  [RUNTIME_LIMITS.irVersion, true],
  [RUNTIME_LIMITS.irVersion + 1, false],
])("IR version %s: upload and runtime agree that %s", async (ir, expected) => {
  const bytes = modelOf([["", 17]], { ir });
  expect([await loads(bytes), passes(bytes)]).toEqual([expected, expected]);
});

it.each(
  [...RUNTIME_LIMITS.opsets].flatMap(([domain, [oldest, newest]]) =>
    [oldest, newest, newest + 1].map((version) => [domain, version, version <= newest] as const),
  ),
)("operator set %s %i: upload and runtime agree that %s", async (domain, version, expected) => {
  const bytes = modelOf(
    domain === "ai.onnx"
      ? [["", version]]
      : [
          ["", 17],
          [domain, version],
        ],
    {},
  );
  expect([await loads(bytes), passes(bytes)]).toEqual([expected, expected]);
});

it("refuses operators of other domains as the runtime does, and lets what is only named or the file's own pass", async () => {
  const strange = modelOf(
    [
      ["", 17],
      ["my.ops", 1],
    ],
    { operator: node("Frob", "my.ops") },
  );
  expect([await loads(strange), passes(strange)]).toEqual([false, false]);
  const named = modelOf(
    [
      ["", 17],
      ["my.ops", 1],
    ],
    {},
  );
  expect([await loads(named), passes(named)]).toEqual([true, true]);
  const own = message().text(1, "Frob").text(4, "x").text(5, "y").message(7, node("Relu", ""));
  own.message(9, message().text(1, "").integer(2, 17)).text(10, "my.ops");
  const defined = modelOf(
    [
      ["", 17],
      ["my.ops", 1],
    ],
    { operator: node("Frob", "my.ops"), own },
  );
  expect([await loads(defined), passes(defined)]).toEqual([true, true]);
});
