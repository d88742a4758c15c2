// Runs one ONNX model with onnxruntime-node for a process that can kill this one: a model may loop or crash natively.
// One message in: {model: bytes, input, output, inputs: [{type, data, dims, more}]}; one out: {outputs, version} or {error, code}.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
// no dependency of this package: an operator may install it
const RUNTIME = "onnxruntime-node";

function loadRuntime() {
  try {
    return { ort: require(RUNTIME), version: require(`${RUNTIME}/package.json`).version };
  } catch (error) {
    if (error?.code === "MODULE_NOT_FOUND") throw Object.assign(error, { code: "not-installed" });
    throw error;
  }
}

async function run({ model, input, output, inputs }) {
  const { ort, version } = loadRuntime();
  // from bytes, never by path: weights beside the file would be read from wherever it says
  const session = await ort.InferenceSession.create(model, { logSeverityLevel: 3 });
  const outputs = [];
  for (const { more = {}, ...own } of inputs) {
    const feeds = Object.entries({ ...more, [input]: own });
    const tensors = feeds.map(([name, { type, data, dims }]) => [name, new ort.Tensor(type, data, dims)]);
    const results = await session.run(Object.fromEntries(tensors), [output]);
    const { data: values, dims: shape } = results[output];
    const first = values.slice(
      0,
      shape.slice(1).reduce((product, dim) => product * dim, 1),
    );
    // halves where JavaScript has no type for them: their bits, which the parent reads
    outputs.push(first instanceof Uint16Array ? first : Float32Array.from(first));
  }
  return { outputs, version };
}

process.once("message", async (message) => {
  const reply = await run(message).catch((error) => ({
    error: String(error?.message ?? error),
    code: error?.code ?? "failed",
  }));
  process.send(reply, () => process.exit(0));
});
