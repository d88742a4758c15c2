/** The closed set of ways in which an operation says no; mapped once, in server/trpc/init.ts. */
export type OperationErrorKind = "not-found" | "forbidden" | "conflict" | "invalid" | "gone" | "too-many" | "full";

export class OperationError extends Error {
  constructor(
    readonly kind: OperationErrorKind,
    message: string,
    /** Which input field, where one is to blame. */
    readonly field?: string,
  ) {
    super(message);
  }
}

export const notFound = (what: string) => new OperationError("not-found", `There is no such ${what}.`);
export const forbidden = () => new OperationError("forbidden", "Your role in this project does not allow that.");
export const conflict = (message: string) => new OperationError("conflict", message);
export const invalid = (message: string, field?: string) => new OperationError("invalid", message, field);
