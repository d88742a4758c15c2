import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "next-auth/jwt";
import { annotationsByKeys } from "../db/queries/annotations";
import { projectAnnotators } from "../db/queries/annotators";
import { insertSession } from "../db/queries/users";
import { openStore } from "../db/store";
import { makeProject, makeQueue } from "../db/test-store";
import { OwnServer } from "./own-server";

/**
 * Kills the server with SIGKILL while people label, again and again, and looks whether every acknowledged answer is
 * there exactly once. Unacknowledged answers are sent again with the same keys, as the page does.
 */
const ROUNDS = Number(process.argv[2] ?? 20);
const PEOPLE = 4;
const PORT = 4712;
const folder = mkdtempSync(join(tmpdir(), "concord-faults-"));
const server = new OwnServer(folder, PORT);
const { origin } = server;
const say = (line: string) => process.stdout.write(`${line}\n`);
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

interface Answer {
  clientKey: string;
  claimId: number;
  itemId: number;
}

class Client {
  readonly acknowledged = new Map<string, string>();
  unsent: Answer[] = [];

  constructor(
    private readonly cookie: string,
    private readonly ids: { projectId: number; queueId: number },
  ) {}

  private async post(path: string, input: unknown) {
    const reply = await fetch(`${origin}/api/trpc/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: this.cookie, origin },
      body: JSON.stringify(input),
    });
    const body: { result?: { data: unknown } } = await reply.json();
    if (!body.result) throw new Error(`${path}: ${reply.status} ${JSON.stringify(body).slice(0, 300)}`);
    return body.result.data;
  }

  private async send() {
    const answers = this.unsent.map((one) => ({
      ...one,
      kind: "label",
      value: { label: Math.random() < 0.8 ? "cat" : "dog" },
      certainty: "sure",
      durationMs: 5,
      clientTime: Date.now(),
    }));
    // the same key goes with the same answer, always
    for (const [k, one] of this.unsent.entries()) {
      const known = this.labels.get(one.clientKey) ?? answers[k]?.value.label ?? "cat";
      this.labels.set(one.clientKey, known);
      const answer = answers[k];
      if (answer) answer.value = { label: known };
    }
    const { results } = (await this.post("label.submit", { ...this.ids, answers })) as {
      results: { clientKey: string; result: string }[];
    };
    for (const one of results) this.acknowledged.set(one.clientKey, one.result);
    this.unsent = [];
  }
  private readonly labels = new Map<string, string>();

  /** Labels until the server is gone. */
  async work(isOver: () => boolean) {
    try {
      while (!isOver()) {
        if (this.unsent.length > 0) await this.send();
        const claims = (await this.post("label.claim", { ...this.ids, max: 4 })) as {
          claimId: number;
          itemId: number;
        }[];
        if (claims.length === 0) await pause(20);
        this.unsent.push(...claims.map(({ claimId, itemId }) => ({ clientKey: crypto.randomUUID(), claimId, itemId })));
      }
    } catch (error) {
      if (!isOver()) throw error;
    }
  }
}

await server.start();
const store = await openStore(join(folder, "concord.db"));
const { projectId, people, itemIds } = await makeProject(store, {
  items: 20_000,
  roles: Array.from({ length: PEOPLE }, () => "annotator" as const),
});
const queueId = await makeQueue(store, { projectId, itemIds });
const secret = readFileSync(join(folder, "secret"), "utf8").trim();
const clients: Client[] = [];
for (const { userId } of people) {
  const sessionSecret = randomBytes(32).toString("base64url");
  const secretHash = createHash("sha256").update(sessionSecret).digest("hex");
  const now = Date.now();
  await store.transaction((tx) =>
    insertSession(tx, { userId, secretHash, createdAt: now, expiresAt: now + 3_600_000 }),
  );
  const value = await encode({ token: { sessionSecret }, secret, maxAge: 3_600 });
  clients.push(new Client(`next-auth.session-token=${value}`, { projectId, queueId }));
}
let kills = 0;
for (let round = 1; round <= ROUNDS; round++) {
  let over = false;
  const work = clients.map((client) => client.work(() => over));
  await pause(300 + Math.random() * 700);
  over = true;
  await server.kill();
  kills++;
  await Promise.all(work);
  await server.start();
  const total = clients.reduce((sum, client) => sum + client.acknowledged.size, 0);
  say(
    `kill ${round}: ${total} answers acknowledged so far, ${clients.reduce((sum, client) => sum + client.unsent.length, 0)} to be sent again`,
  );
}
let isDone = false;
const last = clients.map((client) => client.work(() => isDone));
await pause(500);
isDone = true;
await Promise.all(last);
await server.kill();

const annotatorIds = (await projectAnnotators(store.read, { projectId })).map((one) => one.id);
const clientKeys = clients.flatMap((client) => [...client.acknowledged.keys()]);
const refused = clients
  .flatMap((client) => [...client.acknowledged.values()])
  .filter((result) => result === "refused").length;
const stored = await annotationsByKeys(store.read, { annotatorIds, clientKeys });
const counts = new Map<string, number>();
for (const row of stored) counts.set(row.clientKey, (counts.get(row.clientKey) ?? 0) + 1);
const lost = clientKeys.filter((key) => !counts.has(key)).length;
const doubled = [...counts.values()].filter((n) => n > 1).length;
await store.close();
rmSync(folder, { recursive: true });
say(`${kills} kills, ${clientKeys.length} answers acknowledged: ${lost} lost, ${doubled} doubled, ${refused} refused`);
process.exit(lost + doubled + refused === 0 ? 0 : 1);
