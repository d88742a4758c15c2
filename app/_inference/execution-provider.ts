import type { Provider, RuntimeBuild } from "./messages";

export const PROVIDER_SETTING = "concord.provider";
export const PROVIDER_CHOICES = ["auto", "wasm", "webgpu"] as const;
export type ProviderSetting = (typeof PROVIDER_CHOICES)[number];

export interface RuntimeChoice {
  build: RuntimeBuild;
  provider: Provider;
  /** For the menu of the model chip. */
  why: string;
  /** The graphics card's name, where the faster of both providers is found out by running the model. */
  contest?: string;
}

export const ON_WASM = (why: string): RuntimeChoice => ({ build: "wasm", provider: "wasm", why });

export interface Probe {
  setting: ProviderSetting;
  hasJspi: boolean;
  /** Null where the browser offers no graphics adapter. */
  adapter(): Promise<{ isFallback: boolean; name: string } | null>;
}

/** Which build to load, decided before any is: WebGPU only on a real graphics card, or where the person asks for it. */
export async function chooseRuntimeBy({ setting, hasJspi, adapter }: Probe): Promise<RuntimeChoice> {
  if (setting === "wasm") return ON_WASM("WASM is set for this device");
  if (!hasJspi) return ON_WASM("this browser lacks what the WebGPU build needs (JSPI)");
  const found = await adapter();
  if (!found) return ON_WASM("this browser offers no graphics card");
  if (setting === "webgpu") return { build: "jspi", provider: "webgpu", why: "WebGPU is set for this device" };
  if (found.isFallback) return ON_WASM("the graphics card is only emulated");
  return { build: "jspi", provider: "webgpu", why: "a graphics card is there", contest: found.name };
}

export function readProviderSetting(): ProviderSetting {
  try {
    const stored = localStorage.getItem(PROVIDER_SETTING);
    return PROVIDER_CHOICES.find((choice) => choice === stored) ?? "auto";
  } catch {
    return "auto";
  }
}

export const writeProviderSetting = (setting: ProviderSetting) => localStorage.setItem(PROVIDER_SETTING, setting);

async function probeAdapter() {
  // some drivers throw where others answer null
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  if (!adapter) return null;
  const { isFallbackAdapter: isFallback, vendor, architecture, description } = adapter.info;
  return { isFallback, name: [vendor, architecture, description].filter(Boolean).join(" ") };
}

export const chooseRuntime = (): Promise<RuntimeChoice> =>
  chooseRuntimeBy({ setting: readProviderSetting(), hasJspi: "Suspending" in WebAssembly, adapter: probeAdapter });
