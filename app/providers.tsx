"use client";
import type { ReactNode } from "react";
import { ThemeKeeper } from "./_components/theme";
import { TRPCProvider } from "./_trpc/client";

export function Providers({ children }: { children: ReactNode }) {
  return (
    <TRPCProvider>
      <ThemeKeeper />
      {children}
    </TRPCProvider>
  );
}
