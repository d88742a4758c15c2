import type { OperationContext } from "../operation";

/** A job was asked to stop. */
export class Cancelled extends Error {
  constructor() {
    super("The job was cancelled.");
  }
}

export interface Progress {
  done: number;
  total: number;
  phase: string;
}

/** For work that does not come back to the event loop: words to and from the thread that started the job. */
export interface JobHotline {
  /** Sent at once; stored by the other side. */
  tell(progress: Progress): void;
  isCancelled(): boolean;
  /** The job's row was changed by the job itself. */
  changed(): void;
}

export const noHotline: JobHotline = { tell: () => undefined, isCancelled: () => false, changed: () => undefined };

export interface JobContext extends OperationContext {
  jobId: number;
  hotline: JobHotline;
  /** Keeps progress where everybody can see it; throws Cancelled when somebody asked for that. */
  report(progress: Progress): Promise<void>;
}
