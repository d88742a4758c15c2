import { ITEM_STATUSES, type ItemStatusName } from "@/app/_components/format";

/** What the Data page shows, as its address says it. */
export interface ItemQuery {
  status: ItemStatusName | null;
  given: string | null;
  resolved: string | null;
  search: string | null;
  after: number | null;
  item: number | null;
  isImporting: boolean;
}

type Search = Record<string, string | string[] | undefined>;

const text = (value: string | string[] | undefined) => (typeof value === "string" && value !== "" ? value : null);
const id = (value: string | string[] | undefined) =>
  typeof value === "string" && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : null;

export function readItemQuery(search: Search): ItemQuery {
  return {
    status: ITEM_STATUSES.find((one) => one === search.status) ?? null,
    given: search.given === "none" ? "" : (text(search.given)?.slice(0, 64) ?? null),
    resolved: text(search.resolved)?.slice(0, 64) ?? null,
    search: text(search.search)?.slice(0, 200) ?? null,
    after: id(search.after),
    item: id(search.item),
    isImporting: search.import !== undefined,
  };
}

/** The address of a query; what is not asked for is left out. */
export function itemQueryHref(base: string, query: Partial<ItemQuery>): string {
  const search = new URLSearchParams();
  if (query.status) search.set("status", query.status);
  if (query.given !== null && query.given !== undefined) search.set("given", query.given === "" ? "none" : query.given);
  if (query.resolved) search.set("resolved", query.resolved);
  if (query.search) search.set("search", query.search);
  if (query.after) search.set("after", String(query.after));
  if (query.item) search.set("item", String(query.item));
  if (query.isImporting) search.set("import", "1");
  const found = search.toString();
  return found ? `${base}?${found}` : base;
}
