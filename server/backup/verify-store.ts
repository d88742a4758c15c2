import { checkInvariants } from "@/db/queries/invariants";
import type { Queryable } from "@/db/store";

/** Every invariant with the number of rows that break it. */
export const verifyStore = (db: Queryable) => checkInvariants(db);
