import { Outbox, type OutboxMessage } from "./open-outbox";
import { outboxStorage } from "./outbox-storage";
import { classifyFailure, submitAnswers } from "./submit-answers";

const nameOf = (userId: number) => `concord-outbox-${userId}`;

/** A person's outbox in this tab: IndexedDB under it, other tabs beside it, the server behind it. */
export function openBrowserOutbox(userId: number): { outbox: Outbox; close(): void } {
  const channel = new BroadcastChannel(nameOf(userId));
  const outbox = new Outbox({
    storage: outboxStorage(userId),
    submit: (answers) => submitAnswers(userId, answers),
    classify: classifyFailure,
    // outside secure contexts there are no locks; the keys of the answers keep a double send harmless
    exclusively: (work) => ("locks" in navigator ? navigator.locks.request(nameOf(userId), work) : work()),
    tell: (message) => channel.postMessage(message),
  });
  channel.onmessage = ({ data }: MessageEvent<OutboxMessage>) => outbox.hear(data);
  const retry = () => outbox.retryNow();
  const shown = () => {
    if (document.visibilityState === "visible") outbox.retryNow();
  };
  window.addEventListener("online", retry);
  document.addEventListener("visibilitychange", shown);
  void outbox.start();
  return {
    outbox,
    close() {
      window.removeEventListener("online", retry);
      document.removeEventListener("visibilitychange", shown);
      outbox.close();
      channel.close();
    },
  };
}

/** How many answers of this person wait on this device; for whoever is about to sign out. */
export async function countUnsent(userId: number): Promise<number> {
  const storage = outboxStorage(userId);
  try {
    return (await storage.all()).length;
  } finally {
    storage.close();
  }
}
