import { column } from "../columns";

export const users = column.table(
  "users",
  {
    id: column.id(),
    email: column.str("email").notNull(),
    name: column.str("name").notNull(),
    passwordHash: column.str("password_hash"),
    isAdmin: column.bool("is_admin").notNull().default(false),
    disabledAt: column.at("disabled_at"),
    /** Own choices for the label screen; parsed by zod where they enter. */
    preferences: column.json<Record<string, unknown>>("preferences"),
    createdAt: column.at("created_at").notNull(),
  },
  (t) => [column.uniqueIndex("users_email").on(t.email)],
);

/** One row per sign-in; checked on every request, so that signing out really ends it. */
export const sessions = column.table(
  "sessions",
  {
    id: column.id(),
    userId: column
      .int("user_id")
      .notNull()
      .references(() => users.id),
    secretHash: column.str("secret_hash").notNull(),
    createdAt: column.at("created_at").notNull(),
    expiresAt: column.at("expires_at").notNull(),
    endedAt: column.at("ended_at"),
  },
  (t) => [column.uniqueIndex("sessions_secret").on(t.secretHash), column.index("sessions_user").on(t.userId)],
);

/** One-time set-up links and the demo's sign-in links; only the token's hash is stored. */
export const signInLinks = column.table(
  "sign_in_links",
  {
    id: column.id(),
    kind: column.str("kind").$type<"setup" | "demo">().notNull(),
    tokenHash: column.str("token_hash").notNull(),
    userId: column.int("user_id").references(() => users.id),
    expiresAt: column.at("expires_at").notNull(),
    usedAt: column.at("used_at"),
  },
  (t) => [column.uniqueIndex("sign_in_links_token").on(t.tokenHash)],
);

/** Failed sign-ins per key (account and address, or address), for the growing delay. */
export const signInFailures = column.table("sign_in_failures", {
  key: column.str("key").primaryKey(),
  failures: column.int("failures").notNull(),
  blockedUntil: column.at("blocked_until").notNull(),
  updatedAt: column.at("updated_at").notNull(),
});
