"use client";
import { later } from "@/app/_components/later";
import { useSlice, type Watched } from "@/app/_components/use-slice";
import { type OutboxState, waiting } from "@/app/_outbox/outbox";
import type { DeskStore } from "./desk-store";
import type { Sitting } from "./sitting";
import type { Desk, DeskSession } from "./use-desk";

const Words = later(async () => (await import("./nothing-left-words")).NothingLeftWords);

/** What stands where the item would be: loading, the end of the batch, or why there is nothing. */
export function NothingLeft({
  supply,
  store,
  answers,
  sitting,
  desk,
}: {
  supply: DeskSession["supply"];
  store: DeskStore;
  answers: Watched<OutboxState>;
  sitting: Sitting;
  desk: Desk;
}) {
  const isRestoring = useSlice(store, (state) => state.restoring !== null);
  const answered = useSlice(store, (state) => state.answered);
  const unsent = useSlice(answers, (state) => waiting(state).length);
  if (isRestoring) return <p className="m-auto text-text-2">Bringing the item back…</p>;
  if (supply === "opening" || supply === "open")
    return (
      <div
        role="status"
        aria-label="Loading items"
        className="m-auto h-[min(460px,56vh)] w-[min(460px,56vh)] rounded-md bg-line/60"
      />
    );
  return <Words supply={supply} answered={answered} unsent={unsent} sitting={sitting} desk={desk} />;
}
