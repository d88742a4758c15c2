"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/app/_components/button";
import { formatCount, formatStatus, ITEM_STATUSES } from "@/app/_components/format";
import type { ShownLabel } from "@/app/_components/label-swatch";
import type { Outputs } from "@/app/_trpc/types";
import { type ItemQuery, itemQueryHref } from "./item-query";

interface ItemFiltersProps {
  base: string;
  query: ItemQuery;
  labels: readonly ShownLabel[];
  counts: Outputs["data"]["counts"];
}

/** Filters that stand in the address, so that a view can be sent to somebody. */
export function ItemFilters({ base, query, labels, counts }: ItemFiltersProps) {
  const router = useRouter();
  const [isWaiting, startTransition] = useTransition();
  const [search, setSearch] = useState(query.search ?? "");
  const go = (change: Partial<ItemQuery>) =>
    startTransition(() => router.push(itemQueryHref(base, { ...query, after: null, item: null, ...change })));
  const statusCount = (status: string) => counts.status.find((one) => one.status === status)?.n ?? 0;
  const givenCount = (key: string | null) => counts.given.find((one) => one.given === key)?.n ?? 0;
  const isFiltered = query.status || query.given !== null || query.resolved || query.search;
  return (
    <search aria-label="Items" aria-busy={isWaiting}>
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          go({ search: search.trim() || null });
        }}
      >
        <label className="flex min-w-40 flex-col gap-1 text-xs text-text-2">
          Status
          <select
            className="input text-sm"
            value={query.status ?? ""}
            onChange={(event) => go({ status: ITEM_STATUSES.find((one) => one === event.target.value) ?? null })}
          >
            <option value="">any ({formatCount(counts.total)})</option>
            {ITEM_STATUSES.map((status) => (
              <option key={status} value={status}>
                {formatStatus(status)} ({formatCount(statusCount(status))})
              </option>
            ))}
          </select>
        </label>
        <label className="flex min-w-40 flex-col gap-1 text-xs text-text-2">
          Given label
          <select
            className="input text-sm"
            value={query.given === "" ? "none" : (query.given ?? "any")}
            onChange={({ target: { value } }) =>
              go({ given: value === "any" ? null : value === "none" && givenCount(null) > 0 ? "" : value })
            }
          >
            <option value="any">any</option>
            {givenCount(null) > 0 && <option value="none">no label ({formatCount(givenCount(null))})</option>}
            {labels.map((label) => (
              <option key={label.key} value={label.key}>
                {label.name} ({formatCount(givenCount(label.key))})
              </option>
            ))}
          </select>
        </label>
        <label className="flex min-w-40 flex-col gap-1 text-xs text-text-2">
          Resolved label
          <select
            className="input text-sm"
            value={query.resolved ?? ""}
            onChange={(event) => go({ resolved: event.target.value || null })}
          >
            <option value="">any</option>
            {labels.map((label) => (
              <option key={label.key} value={label.key}>
                {label.name}
              </option>
            ))}
          </select>
        </label>
        <label className="flex min-w-48 flex-1 flex-col gap-1 text-xs text-text-2">
          Search in ids and texts
          <input
            type="search"
            className="input text-sm"
            maxLength={200}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </label>
        <Button type="submit">Search</Button>
        {isFiltered && (
          <Button
            variant="ghost"
            onClick={() => {
              setSearch("");
              go({ status: null, given: null, resolved: null, search: null });
            }}
          >
            Clear
          </Button>
        )}
      </form>
    </search>
  );
}
