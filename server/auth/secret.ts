import { createHash, randomBytes } from "node:crypto";

/** 256 random bits for links, sessions and the sign-in key. */
export const newSecret = () => randomBytes(32).toString("base64url");

/** Only hashes of secrets are stored; 256-bit random input needs no slow hash. */
export const hashSecret = (secret: string) => createHash("sha256").update(secret).digest("hex");
