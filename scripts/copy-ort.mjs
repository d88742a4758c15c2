// Copies the WebAssembly runtime to public/ort/<version>/: served from our own origin under a name that never changes.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const { version } = JSON.parse(readFileSync("node_modules/onnxruntime-web/package.json", "utf8"));
const target = `public/ort/${version}`;
const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 };
mkdirSync(target, { recursive: true });
for (const build of ["", ".jspi"])
  for (const kind of ["mjs", "wasm"]) {
    const file = `ort-wasm-simd-threaded${build}.${kind}`;
    cpSync(`node_modules/onnxruntime-web/dist/${file}`, `${target}/${file}`);
    // next.config.ts gives it to browsers that read it
    const compressed = `${target}/${file}.br`;
    if (kind === "wasm" && !existsSync(compressed))
      writeFileSync(compressed, brotliCompressSync(readFileSync(`${target}/${file}`), { params }));
  }
