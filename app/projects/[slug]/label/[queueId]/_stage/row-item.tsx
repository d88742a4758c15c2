"use client";
import { MANY_COLUMNS, RowCard } from "@/app/_components/row-card";
import type { DeskItem } from "../desk-state";
import { Reader } from "./reader";
import type { TextView } from "./text-view";

/** A row of a table to be judged. */
export function RowItem({ item, view }: { item: DeskItem; view: TextView }) {
  return (
    <div className="grid size-full min-h-0">
      <Reader
        key={item.claimId}
        item={item}
        view={view}
        width={(item.data?.length ?? 0) > MANY_COLUMNS ? "max-w-[1040px]" : "max-w-[72ch]"}
      >
        <div className="px-5 py-2 max-sm:px-4">{item.data && <RowCard data={item.data} />}</div>
      </Reader>
    </div>
  );
}
