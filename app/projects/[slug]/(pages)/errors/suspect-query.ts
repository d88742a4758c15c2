/** Which suspects the Errors page shows, as its address says it. */
export interface SuspectQuery {
  given: string | null;
  predicted: string | null;
  issuesOnly: boolean;
  after: number;
}

type Search = Record<string, string | string[] | undefined>;

const text = (value: string | string[] | undefined) =>
  typeof value === "string" && value !== "" ? value.slice(0, 64) : null;

export function readSuspectQuery(search: Search): SuspectQuery {
  const after = typeof search.after === "string" && /^\d{1,12}$/.test(search.after) ? Number(search.after) : 0;
  const given = text(search.given);
  const predicted = text(search.predicted);
  // a pair was asked for: all its items; else those that are suspected
  return { given, predicted, issuesOnly: given === null && predicted === null && search.all === undefined, after };
}

export function suspectHref(base: string, query: Partial<SuspectQuery>): string {
  const search = new URLSearchParams();
  if (query.given) search.set("given", query.given);
  if (query.predicted) search.set("predicted", query.predicted);
  if (query.issuesOnly === false && !query.given && !query.predicted) search.set("all", "1");
  if (query.after) search.set("after", String(query.after));
  const found = search.toString();
  return `${found ? `${base}?${found}` : base}#suspects`;
}
