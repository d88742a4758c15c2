function codeOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return inner instanceof Error && "code" in inner ? String(inner.code) : "";
}

/** A UNIQUE or PRIMARY KEY was violated. */
export const isDuplicate = (error: unknown) => /^(23505|SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY))$/.test(codeOf(error));
/** Another process holds the lock. */
export const isBusy = (error: unknown) => codeOf(error).startsWith("SQLITE_BUSY");
/** Serialization failure or deadlock: the whole transaction may be tried again. */
export const isRetryable = (error: unknown) => /^(40001|40P01)$/.test(codeOf(error));
/** No space left. */
export const isFull = (error: unknown) => /^(53100|SQLITE_FULL|ENOSPC)$/.test(codeOf(error));
