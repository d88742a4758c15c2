import { expect, test } from "vitest";
import { isKnownHost, isSameOrigin } from "./origin-check";

const own = new URL("http://127.0.0.1:3000");
const headers = (values: Record<string, string>) => new Headers({ host: "127.0.0.1:3000", ...values });

test.each([
  ["127.0.0.1:3000", true],
  ["localhost:3000", true],
  ["evil.example", false],
  ["127.0.0.1.evil.example", false],
  [null, false],
])("host %s: %s", (host, known) => {
  expect(isKnownHost(host, own)).toBe(known);
});

test("a public address does not answer to loopback names", () => {
  const site = new URL("https://concord.example.org");
  expect(isKnownHost("concord.example.org", site)).toBe(true);
  expect(isKnownHost("localhost", site)).toBe(false);
});

test.each<[Record<string, string>, boolean]>([
  [{ origin: "http://127.0.0.1:3000" }, true],
  [{ origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-origin" }, true],
  [{ "sec-fetch-site": "same-origin" }, true],
  [{ "sec-fetch-site": "none" }, true],
  [{ origin: "null" }, false],
  [{ origin: "http://evil.example" }, false],
  [{ origin: "http://127.0.0.1:9999" }, false],
  [{ "sec-fetch-site": "cross-site" }, false],
  [{ "sec-fetch-site": "same-site", origin: "http://127.0.0.1:3000" }, false],
  [{}, false],
  [{ host: "evil.example", origin: "http://evil.example" }, false],
])("%o: %s", (values, same) => {
  expect(isSameOrigin(headers(values), own)).toBe(same);
});
