import type { ReactNode } from "react";
import { Brand } from "../_components/brand";

/** The frame of the pages before the sign-in. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[400px] flex-col justify-center gap-6 p-6">
      <Brand />
      <div className="card flex flex-col gap-4 p-6 shadow-card">
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
