import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { ModelCard } from "@/core/onnx/model-card";
import { softmax } from "@/core/prediction/probabilities";
import { writeLinearModel } from "@/core/training/onnx-writer";
import { insertFolds, insertModel, predictionsOfItems, projectRuns } from "@/db/queries/models";
import type { TrainedOnColumn } from "@/db/schema/models";
import { makeProject } from "@/db/test-store";
import type { Actor } from "../operation";
import { makeTestServer } from "../test-context";
import { claimShard } from "./claim-shard";
import { packProbabilities } from "./read-predictions";
import { submitShard } from "./submit-shard";

const LABELS = ["cat", "dog", "owl"];

/** What the model of these tests says of a text. */
function probsOf(text: string | null): Float32Array {
  const bytes = createHash("sha256")
    .update(text ?? "")
    .digest();
  return Float32Array.from(softmax([0, 1, 2].map((k) => (bytes[k] ?? 0) / 64)));
}

export const base64Of = (rows: readonly Float32Array[]) =>
  Buffer.from(packProbabilities(Float32Array.from(rows.flatMap((row) => [...row])))).toString("base64");

/** A project of texts with a small model of as many fold files, or one whole file, and people who take part. */
export async function makeRunServer({
  items = 150,
  folds = 2,
  trainedOn = folds > 0 ? { foldMap: true } : "nothing",
  mediaHash,
  dims,
}: {
  mediaHash?: string;
  /** Width of the model's embedding output. */
  dims?: number;
  items?: number;
  folds?: number;
  trainedOn?: TrainedOnColumn;
} = {}) {
  const server = await makeTestServer();
  const { store, data } = server;
  const { projectId, slug, people, itemIds } = await makeProject(store, {
    items,
    roles: ["owner", "annotator", "annotator", "viewer"],
    content: (k) => ({ text: `text ${k}`, ...(mediaHash ? { mediaHash } : {}) }),
  });
  const actors = people.map(({ userId, email, role }): Actor => ({ userId, email, name: role, isAdmin: false }));
  const files = Array.from({ length: Math.max(1, folds) }, (_, k) => {
    const weights = new Float32Array(3 * 16).fill(k);
    const bytes = writeLinearModel({ dims: 16, classes: 3, weights, bias: new Float32Array(3) }, LABELS);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    writeFileSync(data.model(sha256), bytes);
    return { fold: folds > 0 ? k : null, sha256, bytes: bytes.byteLength };
  });
  const asCardFile = ({ sha256, bytes }: (typeof files)[number]) => ({ file: "m.onnx", sha256, bytes });
  const card = ModelCard.parse({
    schemaVersion: 1,
    task: "text-classification",
    model: folds > 0 ? { folds: files.map(asCardFile) } : { file: files[0] && asCardFile(files[0]) },
    input: { name: "input" },
    text: { hash: { kind: "fnv1a32", dims: 16, ngrams: [1, 2], maxTokens: 400 } },
    output: { name: "probs", kind: "probabilities" },
    embedding: dims === undefined ? null : { output: "features", dims },
    labels: LABELS.map((name) => ({ name, projectLabel: name })),
  });
  const modelId = await store.transaction(async (tx) => {
    const model = await insertModel(tx, {
      projectId,
      name: "m",
      kind: "onnx",
      card,
      files,
      trainedOn,
      stage: "candidate",
      createdAt: 0,
    });
    // the last item is one that no fold trained on
    if (folds > 0)
      await insertFolds(
        tx,
        itemIds.slice(0, -1).map((itemId, k) => ({ modelId: model.id, itemId, fold: k % folds })),
      );
    return model.id;
  });
  return { ...server, projectId, slug, actors, itemIds, modelId };
}
export type RunServer = Awaited<ReturnType<typeof makeRunServer>>;

/** A browser that computes as the model does, or with `noise` on top. */
export class FakeBrowser {
  readonly computed: number[] = [];

  constructor(
    private readonly at: Pick<RunServer, "as" | "projectId">,
    private readonly actor: Actor,
    private readonly key: string,
    private readonly noise = 0,
  ) {}

  claim() {
    const { projectId } = this.at;
    return claimShard(this.at.as(this.actor), {
      projectId,
      browserKey: this.key.padEnd(16, "-"),
      browserName: this.key,
    });
  }

  submit(
    work: NonNullable<Awaited<ReturnType<typeof claimShard>>["work"]>,
    { unreadable = [], vectors = null }: { unreadable?: number[]; vectors?: Float32Array[] | null } = {},
  ) {
    const rows = work.items
      .filter(({ itemId }) => !unreadable.includes(itemId))
      .map(({ text }) => {
        const [a = 0, b = 0, c = 0] = probsOf(text);
        const shift = Math.min(this.noise, b);
        return Float32Array.from([a + shift, b - shift, c]);
      });
    return submitShard(this.at.as(this.actor), {
      projectId: this.at.projectId,
      leaseId: work.leaseId,
      provider: "wasm",
      runtimeVersion: "1.30.0",
      msPerItem: 2,
      probs: base64Of(rows),
      embeddings: vectors && base64Of(vectors),
      unreadable,
    });
  }

  /** Takes one piece of work and finishes it; false when there was none. */
  async step(): Promise<boolean> {
    const { work } = await this.claim();
    if (!work) return false;
    const { outcome } = await this.submit(work);
    if (outcome === "accepted") this.computed.push(...work.items.map(({ itemId }) => itemId));
    return true;
  }
}

/** Every stored prediction of the model that a browser run made, by item. */
export async function publishedOf({ store, projectId, modelId, itemIds }: RunServer) {
  const runs = (await projectRuns(store.read, { projectId })).filter((run) => run.modelId === modelId);
  const rows = await predictionsOfItems(store.read, { itemIds });
  return { runs, rows };
}
