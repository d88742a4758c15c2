import { describe, expect, it } from "vitest";
import { chooseRuntimeBy, type Probe } from "./execution-provider";

const real = async () => ({ isFallback: false, name: "acme" });
const emulated = async () => ({ isFallback: true, name: "soft" });
const none = async () => null;

describe("chooseRuntimeBy", () => {
  it.each<[string, Probe, string]>([
    ["a graphics card", { setting: "auto", hasJspi: true, adapter: real }, "webgpu jspi"],
    ["an emulated one", { setting: "auto", hasJspi: true, adapter: emulated }, "wasm wasm"],
    [
      "an emulated one that the person asks for",
      { setting: "webgpu", hasJspi: true, adapter: emulated },
      "webgpu jspi",
    ],
    ["none", { setting: "auto", hasJspi: true, adapter: none }, "wasm wasm"],
    ["none although asked for", { setting: "webgpu", hasJspi: true, adapter: none }, "wasm wasm"],
    ["a browser without JSPI", { setting: "webgpu", hasJspi: false, adapter: real }, "wasm wasm"],
    ["WASM asked for", { setting: "wasm", hasJspi: true, adapter: real }, "wasm wasm"],
  ])("with %s", async (_, probe, expected) => {
    const { provider, build, why } = await chooseRuntimeBy(probe);
    expect(`${provider} ${build}`).toBe(expected);
    expect(why).not.toBe("");
  });
});
