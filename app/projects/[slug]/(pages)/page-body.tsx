import type { ReactNode } from "react";

/** The room of a project page. */
export function PageBody({ children }: { children: ReactNode }) {
  return (
    <div className="flex max-w-[1400px] flex-col gap-4 px-4 pt-5 pb-10 sm:px-6" data-testid="page-body">
      {children}
    </div>
  );
}
