import { type ReactNode, useId } from "react";

interface CardProps {
  title?: ReactNode;
  /** To the right of the title. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A part of a page; its title names the region. */
export function Card({ title, aside, className = "", children }: CardProps) {
  const id = useId();
  return (
    <section aria-labelledby={title ? id : undefined} className={`card flex min-w-0 flex-col gap-3 p-4 ${className}`}>
      {title && (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <h2 id={id}>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

interface TileProps {
  name: string;
  value: ReactNode;
  children?: ReactNode;
}

/** One number with what it is above and what it rests on below. */
export function Tile({ name, value, children }: TileProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1 p-4">
      <dt className="text-text-2">{name}</dt>
      <dd className="text-2xl font-semibold tracking-tight tabular-nums">{value}</dd>
      {children && <dd className="text-xs text-text-2 tabular-nums">{children}</dd>}
    </div>
  );
}

/** The denominator behind a tile's number. */
export function OutOf({ children }: { children: ReactNode }) {
  return <span className="text-base font-normal tracking-normal text-text-2">of {children}</span>;
}

/** Tiles side by side, divided by lines. */
export function TileRow({ children }: { children: ReactNode }) {
  return (
    <dl className="card grid grid-cols-1 divide-line max-lg:divide-y sm:max-lg:grid-cols-2 lg:auto-cols-fr lg:grid-flow-col lg:divide-x">
      {children}
    </dl>
  );
}
