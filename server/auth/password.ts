import { hash, verify } from "@node-rs/argon2";
import { z } from "zod";

const COMMON = new Set([
  "password",
  "password1",
  "12345678",
  "123456789",
  "1234567890",
  "qwertyuiop",
  "letmein123",
  "iloveyou",
  "adminadmin",
  "changeme",
  "concord1",
]);

/** One address, lower-cased, in NFC: the sign-in name. */
export const Email = z
  .string()
  .max(254)
  .transform((raw) => raw.normalize("NFC").trim().toLowerCase())
  .pipe(z.email("This is not an e-mail address."));

export const PersonName = z
  .string()
  .transform((raw) => raw.normalize("NFC").trim())
  .pipe(
    z
      .string()
      .min(1, "A name is needed.")
      .max(100, "At most 100 characters.")
      .regex(/^[^\p{Cc}\p{Cf}]*$/u, "The name contains control characters."),
  );

/** NFC, so that the same password typed on two systems is the same; every byte counts. */
export const NewPassword = z
  .string()
  .max(512, "At most 512 characters.")
  .transform((raw) => raw.normalize("NFC"))
  .refine((value) => value.length >= 8, "At least 8 characters.")
  .refine((value) => value.trim().length >= 8, "A password of spaces is too easy to guess.")
  .refine((value) => !COMMON.has(value.toLowerCase()), "This password is among the most common ones.");

// a hash of a random password: unknown names cost as much time as known ones
const DUMMY = "$argon2id$v=19$m=19456,t=2,p=1$lApLSYdpZXV578HivFUyoA$UutCzS5XzjZzFGOiQokVwCUjX6MdyFbVlTEXVfUtbfU";

export const hashPassword = (password: string) => hash(password);

/** False for a wrong password, an unknown user and a user without a password, in the same time. */
export async function passwordFits(password: string, stored: string | null | undefined): Promise<boolean> {
  if (password.length > 512) return false;
  const fits = await verify(stored ?? DUMMY, password.normalize("NFC"));
  return fits && stored !== null && stored !== undefined;
}
