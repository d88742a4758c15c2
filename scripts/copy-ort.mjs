// Copies the WebAssembly runtime to public/ort/<version>/: served from our own origin under a name that never changes.
import { cpSync, mkdirSync, readFileSync } from "node:fs";

const { version } = JSON.parse(readFileSync("node_modules/onnxruntime-web/package.json", "utf8"));
const target = `public/ort/${version}`;
mkdirSync(target, { recursive: true });
for (const build of ["", ".jspi"])
  for (const kind of ["mjs", "wasm"])
    cpSync(
      `node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded${build}.${kind}`,
      `${target}/ort-wasm-simd-threaded${build}.${kind}`,
    );
