import { describe, expect, it, test } from "vitest";
import { CallError } from "@/app/_trpc/label-calls";
import { classifyFailure, submitInput } from "./submit-answers";

const refusal = (code: string, field: string | null = null) => new CallError("no", code, field);

describe("classifyFailure", () => {
  it.each([
    ["no network", new TypeError("Failed to fetch"), { kind: "wait", problem: "offline" }],
    ["no answer in time", new DOMException("signal timed out", "TimeoutError"), { kind: "wait", problem: "offline" }],
    [
      "a page of a proxy instead of an answer",
      new SyntaxError("Unexpected token '<'"),
      { kind: "wait", problem: "offline" },
    ],
    ["an answer without a code", new CallError("no", null), { kind: "wait", problem: "offline" }],
    ["the server is in trouble", refusal("INTERNAL_SERVER_ERROR"), { kind: "wait", problem: "offline" }],
    ["too fast", refusal("TOO_MANY_REQUESTS"), { kind: "wait", problem: "offline" }],
    ["the session has ended", refusal("UNAUTHORIZED"), { kind: "wait", problem: "signed-out" }],
    ["somebody else is signed in", refusal("FORBIDDEN", "userId"), { kind: "wait", problem: "other-person" }],
    ["no longer a member", refusal("FORBIDDEN"), { kind: "refused", code: "not-allowed" }],
    ["the queue is gone", refusal("NOT_FOUND"), { kind: "refused", code: "queue-gone" }],
    ["too many at once", refusal("PAYLOAD_TOO_LARGE"), { kind: "refused", code: "too-large" }],
    ["not readable", refusal("BAD_REQUEST"), { kind: "refused", code: "not-valid" }],
  ])("%s", (_name, error, expected) => {
    expect(classifyFailure(error)).toEqual(expected);
  });
});

test("an answer travels with its person and its queue, without the number that people see", () => {
  const answer = {
    clientKey: "k",
    projectId: 3,
    queueId: 4,
    claimId: 5,
    itemId: 6,
    number: 7,
    kind: "flag" as const,
    label: null,
    reason: "broken" as const,
    note: "the upper half is black",
    certainty: "sure" as const,
    durationMs: 8,
    clientTime: 9,
    shown: null,
  };
  const { clientKey, claimId, itemId, kind, certainty, durationMs, clientTime, shown } = answer;
  expect(submitInput(2, [answer])).toEqual({
    projectId: 3,
    queueId: 4,
    userId: 2,
    answers: [
      {
        clientKey,
        claimId,
        itemId,
        kind,
        certainty,
        durationMs,
        clientTime,
        shown,
        note: "the upper half is black",
        value: { reason: "broken" },
      },
    ],
  });
});
