import type { OutboxEntry } from "./outbox";

/** The whole outbox in a file of its owner: the last resort when nothing else brings the answers to the server. */
export function saveOutboxFile(entries: readonly OutboxEntry[]) {
  const answers = entries.map(({ answer, refused }) => ({ ...answer, refused }));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(
    new Blob([`${JSON.stringify({ answers }, null, 2)}\n`], { type: "application/json" }),
  );
  link.download = "concord-answers.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
