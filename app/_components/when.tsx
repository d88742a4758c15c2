"use client";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;
const styled = (at: number, timeZone: string | undefined) =>
  new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    ...(timeZone ? { timeZone } : {}),
  }).format(at);

/** A time in the reader's zone; the server, which does not know it, writes UTC. */
export function When({ at }: { at: number }) {
  const text = useSyncExternalStore(
    never,
    () => styled(at, undefined),
    () => `${styled(at, "UTC")} UTC`,
  );
  return (
    <time dateTime={new Date(at).toISOString()} className="whitespace-nowrap">
      {text}
    </time>
  );
}
