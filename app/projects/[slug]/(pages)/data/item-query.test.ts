import { describe, expect, it } from "vitest";
import { itemQueryHref, readItemQuery } from "./item-query";

describe("the address of the Data page", () => {
  it("holds the filters both ways", () => {
    const href = "/projects/p/data?status=disputed&given=none&search=a+b&after=7&item=3";
    const query = readItemQuery(Object.fromEntries(new URL(href, "http://here").searchParams));
    expect(query).toEqual({
      status: "disputed",
      given: "",
      resolved: null,
      search: "a b",
      after: 7,
      item: 3,
      isImporting: false,
    });
    expect(itemQueryHref("/projects/p/data", query)).toBe(href);
  });

  it("ignores what is not one", () => {
    const query = readItemQuery({ status: "lost", item: "x", after: "-1", search: ["a", "b"], given: "" });
    expect(itemQueryHref("/d", query)).toBe("/d");
  });
});
