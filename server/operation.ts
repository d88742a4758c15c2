import { z } from "zod";
import type { Store } from "@/db/store";
import type { DataDirectory } from "./data-directory";

/** Who acts: a signed-in person; jobs act as the person who started them. */
export interface Actor {
  userId: number;
  name: string;
  email: string;
  isAdmin: boolean;
}

export interface OperationContext {
  store: Store;
  actor: Actor;
  /** UTC milliseconds; operations never ask the clock. */
  now: number;
  data: DataDirectory;
}

export const Id = z.int().positive();
export const ProjectInput = z.strictObject({ projectId: Id });
export const Limit = z.int().min(1).max(200);
