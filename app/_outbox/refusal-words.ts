const REASONS: Record<string, string> = {
  "claim-unknown": "The server does not know that you had this item.",
  "label-unknown": "The label is not in the label set.",
  "key-reused": "Another answer was sent with the same key.",
  "nothing-to-undo": "There was no answer to take back.",
  "already-answered": "The item has an answer of yours, so it cannot be passed on.",
  "already-skipped": "You had passed on this item before.",
  "not-allowed": "You may not label in this project any more.",
  "queue-gone": "The queue does not exist any more.",
  "too-large": "The answer has more marks than the server takes in one request.",
  "not-valid": "The server could not read the answer.",
};

/** Why the server does not take an answer; the first load of the label screen does without it. */
export const reasonWords = (code: string) => REASONS[code] ?? "The server does not take this answer.";
