import { isAbsolute, resolve } from "node:path";
import { z } from "zod";

const Environment = z.object({
  CONCORD_DATA: z.string().min(1).default("./data"),
  DATABASE_URL: z.string().default(""),
  CONCORD_URL: z.url({ protocol: /^https?$/ }).default("http://127.0.0.1:3000"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .default("3000"),
  CONCORD_TRUST_PROXY: z.enum(["", "0", "1"]).default(""),
  NODE_ENV: z.string().default("development"),
});

export interface Environment {
  dataFolder: string;
  databaseUrl: string;
  url: URL;
  host: string;
  trustProxy: boolean;
  isProduction: boolean;
}

/** What the process was told, checked once; the only place that reads process.env for the server. */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  const parsed = Environment.safeParse(source);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`The environment variable ${issue?.path.join(".")} is not usable: ${issue?.message}`);
  }
  const found = parsed.data;
  return {
    dataFolder: isAbsolute(found.CONCORD_DATA)
      ? found.CONCORD_DATA
      : resolve(/* turbopackIgnore: true */ process.cwd(), found.CONCORD_DATA),
    databaseUrl: found.DATABASE_URL,
    url: new URL(found.CONCORD_URL),
    host: found.HOST,
    trustProxy: found.CONCORD_TRUST_PROXY === "1",
    isProduction: found.NODE_ENV === "production",
  };
}
