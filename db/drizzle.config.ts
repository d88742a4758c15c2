import { defineConfig } from "drizzle-kit";

const postgres = /^postgres(ql)?:/.test(process.env.DATABASE_URL ?? "");

export default defineConfig({
  dialect: postgres ? "postgresql" : "sqlite",
  schema: "./db/schema/*.ts",
  out: postgres ? "./db/migrations/postgres" : "./db/migrations/sqlite",
});
