import type { Inputs, Outputs } from "./types";

/** What the server said no with; without a code it did not answer. */
export class CallError extends Error {
  constructor(
    message: string,
    readonly code: string | null,
    readonly field: unknown = null,
  ) {
    super(message);
  }
}

interface Reply<Output> {
  result?: { data: Output };
  error?: { message: string; data?: { code?: string; field?: unknown } };
}

async function replyOf<Output>(request: Promise<Response>): Promise<Output> {
  const response = await request;
  // said before any procedure is asked
  if (response.status === 413) throw new CallError("The request is too large.", "PAYLOAD_TOO_LARGE");
  const reply: Reply<Output> = await response.json();
  if (reply.result) return reply.result.data;
  const { message = "The server does not answer.", data } = reply.error ?? {};
  throw new CallError(message, data?.code ?? null, data?.field);
}

const mutation = <N extends keyof Inputs & string, P extends keyof Inputs[N] & keyof Outputs[N] & string>(
  noun: N,
  name: P,
) => ({
  mutate: (input: Inputs[N][P], { signal = null }: { signal?: AbortSignal | null } = {}) =>
    replyOf<Outputs[N][P]>(
      fetch(`/api/trpc/${noun}.${name}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(input),
        signal,
      }),
    ),
});

const query = <N extends keyof Inputs & string, P extends keyof Inputs[N] & keyof Outputs[N] & string>(
  noun: N,
  name: P,
) => ({
  query: (input: Inputs[N][P]) => {
    const given = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
    return replyOf<Outputs[N][P]>(fetch(`/api/trpc/${noun}.${name}${given}`));
  },
});

/**
 * What the label screen asks the server for: the same procedures over the same addresses, without the library, which
 * would be a twentieth of the screen's first load.
 */
export const labelCalls = {
  claim: mutation("label", "claim"),
  submit: mutation("label", "submit"),
  extend: mutation("label", "extend"),
  recordPredictions: mutation("label", "recordPredictions"),
  explain: query("label", "explain"),
  nearest: query("label", "nearest"),
  examples: query("label", "examples"),
  comment: mutation("label", "comment"),
  resume: query("label", "resume"),
  comments: query("label", "comments"),
  modelCard: query("model", "card"),
  myQueues: query("project", "myQueues"),
};
