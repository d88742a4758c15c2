import { InferenceError } from "./messages";

/** Answers that say something of the session or of the moment, not of the file. */
const PASSING = new Set([401, 403, 408, 425, 429]);

/** The server's answer for an item's file: nobody gets it, which is the item's fault, or it may be asked for again. */
export function mediaError(status: number, what: "picture" | "recording"): InferenceError {
  const isFinal = status >= 400 && status < 500 && !PASSING.has(status);
  return new InferenceError(isFinal ? "bad-input" : "http", `The server answered ${status} for a ${what}.`);
}
