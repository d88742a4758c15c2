import type { ReactNode } from "react";

/** Title, what the page rests on, and its actions, of which one is primary. */
export function PageHeader({
  title,
  children,
  actions,
}: {
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="break-words">{title}</h1>
        {children && <p className="text-text-2 tabular-nums">{children}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

/** What stands where nothing is yet: what is missing and what to do next. */
export function EmptyState({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <section className="card flex flex-col items-start gap-3 px-6 py-8">
      <div className="flex max-w-[68ch] flex-col gap-1">
        <h2>{title}</h2>
        <p className="text-text-2">{children}</p>
      </div>
      {action}
    </section>
  );
}
