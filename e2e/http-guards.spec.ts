import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { ORT_VERSION } from "../app/_inference/runtime";
import { insertItems } from "../db/queries/items";
import { insertMedia } from "../db/queries/uploads";
import { makeProject } from "../db/test-store";
import { dataFolder, signInAs, test } from "./fixtures";

test("without a sign-in nothing protected answers, by whatever path or header", async ({ request, store, origin }) => {
  const { projectId, slug } = await makeProject(store, { items: 3, roles: ["owner"] });
  const input = encodeURIComponent(JSON.stringify({ projectId }));
  const headers = [
    {},
    { "x-middleware-subrequest": "proxy:proxy:proxy" },
    { rsc: "1" },
    { rsc: "1", "next-router-prefetch": "1" },
  ];
  for (const extra of headers) {
    const reply = await request.get(`/api/trpc/data.items?input=${input}`, { headers: extra });
    expect(reply.status()).toBe(401);
    expect(await reply.text()).not.toContain("text 0");
    for (const path of [`/projects/${slug}`, `/projects/${slug}/label/1`, `/projects/${slug}/data`]) {
      const page = await request.get(path, { headers: extra, maxRedirects: 0 });
      expect(await page.text()).not.toContain("text 0");
    }
  }
  for (const path of ["/api/media/1/original", `/api/models/${"0".repeat(64)}`, "/api/exports/1/x.zip"])
    expect((await request.get(path)).status()).toBe(401);
  expect(
    (
      await request.post("/api/uploads", {
        data: "x",
        headers: { "content-type": "application/octet-stream", origin },
      })
    ).status(),
  ).toBe(401);
});

test("changes that another site asks for are refused; a foreign host gets nothing; no CORS headers", async ({
  context,
  store,
  origin,
}) => {
  const { projectId, people } = await makeProject(store, { items: 1, roles: ["owner"] });
  await signInAs(store, context, { userId: people[0]?.userId ?? 0, origin });
  const data = { projectId, expectedVersion: 0, text: "planted" };
  for (const headers of [{ origin: "http://evil.example" }, { origin: "null" }, { "sec-fetch-site": "cross-site" }]) {
    const reply = await context.request.post("/api/trpc/project.updateGuidelines", { data, headers });
    expect(reply.status()).toBe(403);
    expect(reply.headers()["access-control-allow-origin"]).toBeUndefined();
  }
  const form = await context.request.post("/api/trpc/project.updateGuidelines", {
    data: JSON.stringify(data),
    headers: { origin, "content-type": "text/plain" },
  });
  expect(form.status()).toBe(415);
  const host = await context.request.get(`/api/trpc/project.list`, { headers: { host: "evil.example" } });
  expect(host.status()).toBe(421);
  const own = await context.request.post("/api/trpc/project.updateGuidelines", { data, headers: { origin } });
  expect(own.status()).toBe(200);
});

test("documents carry the policy with a fresh nonce; stored files are shown, never run", async ({
  context,
  store,
  origin,
}) => {
  const first = await context.request.get("/sign-in");
  const second = await context.request.get("/sign-in", { headers: { "x-nonce": 'abc"><script>' } });
  const policy = first.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("'strict-dynamic'");
  expect(policy).not.toContain("'unsafe-eval'");
  expect(policy).not.toBe(second.headers()["content-security-policy"]);
  expect(await second.text()).not.toContain('abc"><script>');
  expect(first.headers()["x-content-type-options"]).toBe("nosniff");
  expect(first.headers()["cache-control"]).toContain("no-store");

  const { projectId, people } = await makeProject(store, { items: 0, roles: ["viewer", "annotator"] });
  const icon = join(import.meta.dirname, "..", "app", "icon.svg");
  const bytes = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==",
    "base64",
  );
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const folder = join(dataFolder, "media", sha256.slice(0, 2));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, sha256), bytes);
  if (existsSync(icon)) copyFileSync(icon, join(folder, `${sha256}.256.webp`));
  const [item] = await store.transaction(async (tx) => {
    await insertMedia(tx, [{ sha256, bytes: bytes.length, contentType: "image/png", width: 1, height: 1 }]);
    return insertItems(tx, [
      {
        projectId,
        externalId: "x",
        number: 1,
        mediaType: "image",
        mediaHash: sha256,
        mediaPath: "secret/path.png",
        contentHash: sha256,
        importId: 0,
      },
    ]);
  });
  await signInAs(store, context, { userId: people[0]?.userId ?? 0, origin });
  const reply = await context.request.get(`/api/media/${item?.id}/original`);
  expect(reply.status()).toBe(200);
  expect(reply.headers()).toMatchObject({
    "content-type": "image/png",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "private, max-age=31536000, immutable",
  });
  expect(JSON.stringify(reply.headers())).not.toContain("secret");
  const again = await context.request.get(`/api/media/${item?.id}/original`, {
    headers: { "if-none-match": reply.headers().etag ?? "" },
  });
  expect(again.status()).toBe(304);
  // an annotator without a claim on the item has no business with its picture
  await signInAs(store, context, { userId: people[1]?.userId ?? 0, origin });
  expect((await context.request.get(`/api/media/${item?.id}/original`)).status()).toBe(404);
});

test("internal errors say nothing of the inside", async ({ context, store, origin }) => {
  const { projectId, people } = await makeProject(store, { items: 1, roles: ["owner"] });
  await signInAs(store, context, { userId: people[0]?.userId ?? 0, origin });
  for (const input of [
    { projectId: "1; drop table" },
    { projectId: { $ne: null } },
    { projectId, limit: -1 },
    { projectId, limit: 1e9 },
    { projectId, extra: 1 },
  ]) {
    const reply = await context.request.get(`/api/trpc/data.items?input=${encodeURIComponent(JSON.stringify(input))}`);
    expect(reply.status()).toBe(400);
    expect(await reply.text()).not.toMatch(/node_modules|SQLITE_|at .*\(/);
  }
  for (const search of ["100%", "_", "\\", '"', "NEAR(", "*"]) {
    const reply = await context.request.get(
      `/api/trpc/data.items?input=${encodeURIComponent(JSON.stringify({ projectId, search }))}`,
    );
    expect(reply.status()).toBe(200);
    expect(((await reply.json()) as { result: { data: { rows: unknown[] } } }).result.data.rows).toEqual([]);
  }
  const calls = Array.from({ length: 11 }, () => "project.list").join(",");
  expect((await context.request.get(`/api/trpc/${calls}?batch=1&input={}`)).status()).toBe(400);
});

test("the runtime of models comes compressed to whoever reads it, and as it is to others", async ({ request }) => {
  const path = `/ort/${ORT_VERSION}/ort-wasm-simd-threaded.wasm`;
  const [compressed, plain] = await Promise.all(
    ["gzip, br", "identity"].map((encoding) => request.get(path, { headers: { "accept-encoding": encoding } })),
  );
  expect(compressed?.headers()).toMatchObject({ "content-encoding": "br", "content-type": "application/wasm" });
  expect(plain?.headers()).toMatchObject({ "content-type": "application/wasm", vary: "Accept-Encoding" });
  expect(plain?.headers()["content-encoding"]).toBeUndefined();
  expect(compressed && plain && (await compressed.body()).equals(await plain.body())).toBe(true);
});
