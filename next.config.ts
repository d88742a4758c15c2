import type { NextConfig } from "next";

const immutable = { key: "Cache-Control", value: "public, max-age=31536000, immutable" };
/** The runtime is compressed once, when it is built: compressing 14 MB for each browser takes longer than sending them. */
const asBrotli = [{ type: "header" as const, key: "accept-encoding", value: ".*\\bbr\\b.*" }];
const nosniff = { key: "X-Content-Type-Options", value: "nosniff" };

const config: NextConfig = {
  ...(process.env.STANDALONE ? { output: "standalone" as const } : {}),
  serverExternalPackages: ["better-sqlite3", "pg", "@node-rs/argon2", "sharp"],
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  outputFileTracingIncludes: { "/*": ["./db/migrations/**/*"] },
  turbopack: {
    // the extern builds: else 31 MB of the same WASM land in .next/static a second time
    resolveAlias: {
      "onnxruntime-web/jspi": "./node_modules/onnxruntime-web/dist/ort.jspi.min.mjs",
      "onnxruntime-web/wasm": "./node_modules/onnxruntime-web/dist/ort.wasm.min.mjs",
    },
  },
  async rewrites() {
    const compressed = { source: "/ort/:file*.wasm", has: asBrotli, destination: "/ort/:file*.wasm.br" };
    return { beforeFiles: [compressed], afterFiles: [], fallback: [] };
  },
  async headers() {
    return [
      { source: "/ort/:file*", headers: [immutable, nosniff, { key: "Vary", value: "Accept-Encoding" }] },
      {
        source: "/ort/:file*.wasm",
        has: asBrotli,
        headers: [
          { key: "Content-Encoding", value: "br" },
          { key: "Content-Type", value: "application/wasm" },
        ],
      },
      { source: "/_next/static/:file*", headers: [nosniff] },
    ];
  },
};
export default config;
