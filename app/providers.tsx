"use client";
import type { ReactNode } from "react";
import { ThemeKeeper } from "./_components/theme";

export function Providers({ children }: { children: ReactNode }) {
  return (
    <>
      <ThemeKeeper />
      {children}
    </>
  );
}
