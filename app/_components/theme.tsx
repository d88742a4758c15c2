"use client";
import { useLayoutEffect, useSyncExternalStore } from "react";

const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];
const KEY = "concord-theme";
const listeners = new Set<() => void>();

function readTheme(): Theme {
  const stored = localStorage.getItem(KEY);
  return stored === "light" || stored === "dark" ? stored : "system";
}

function applyTheme(theme: Theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function chooseTheme(theme: Theme) {
  if (theme === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, theme);
  applyTheme(theme);
  for (const notify of listeners) notify();
}

function subscribe(notify: () => void) {
  listeners.add(notify);
  return () => listeners.delete(notify);
}

/** Applies the person's own choice of light or dark; without one the system decides. */
export function ThemeKeeper() {
  useLayoutEffect(() => {
    applyTheme(readTheme());
  }, []);
  return null;
}

const NAMES: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

/** Light, dark or as the system has it. */
export function ThemeChoice() {
  const theme = useSyncExternalStore(subscribe, readTheme, () => "system" as const);
  return (
    <fieldset className="flex rounded-md border border-line-strong p-0.5">
      <legend className="sr-only">Theme</legend>
      {THEMES.map((one) => (
        <label
          key={one}
          className={`flex-1 rounded-[4px] px-2 text-center text-xs leading-6 has-focus-visible:outline-2 has-focus-visible:outline-accent ${
            one === theme ? "bg-accent-weak font-medium text-accent" : "text-text-2 hover:text-text"
          }`}
        >
          <input
            type="radio"
            name="theme"
            className="sr-only"
            checked={one === theme}
            onChange={() => chooseTheme(one)}
          />
          {NAMES[one]}
        </label>
      ))}
    </fieldset>
  );
}
